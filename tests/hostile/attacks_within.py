"""More of what a hostile answer cell may try: on how errors are told, on hooks of Python, on source text, on walls."""

from __future__ import annotations

# what a cell raises or shows is put into words by us
TELLING = {
    "error whose text never comes": (
        "class E(Exception):\n    def __str__(self):\n        while True: pass\n    __repr__ = __str__\n"
        "def tebak(x): raise E\nnilai = 0\nraise E"
    ),
    "error that exits when told": (
        "import os\nclass E(Exception):\n    def __str__(self): os._exit(0)\n    __repr__ = __str__\nraise E"
    ),
    "error with a flood of text": (
        "def tebak(x): raise ValueError('x' * 200_000_000)\nnilai = 0\nraise ValueError('x' * 200_000_000)"
    ),
    "chain of errors in a ring": (
        "a, b = ValueError('a'), ValueError('b')\na.__cause__ = b\nb.__context__ = a\nb.__cause__ = a\n"
        "def tebak(x): raise a\nraise a"
    ),
    "error named by itself": (
        "class M(type):\n    @property\n    def __name__(cls): raise SystemExit\n"
        "    def __instancecheck__(c, o): return True\nclass E(Exception, metaclass=M): pass\n"
        "def tebak(x): raise E\nraise E"
    ),
    "error out of an assertion that passed": (
        "class A(AssertionError):\n    def __bool__(self): return False\ndef tebak(x): raise A('lulus')\n"
        "nilai = 0"
    ),
    "base exception of one's own": "class B(BaseException): pass\ndef tebak(x): raise B\nraise B",
    "generator exit": "raise GeneratorExit",
    "picture of oneself": (
        "class P:\n    def _repr_html_(self):\n        while True: pass\n"
        "    def _repr_mimebundle_(self, *a, **k): raise SystemExit\n"
        "    def _ipython_display_(self): raise KeyboardInterrupt\nP()"
    ),
    "markup and terminal in outputs": (
        "from IPython.display import HTML, display\n"
        "print('\\x1b[2J\\x1b]0;x\\x07<script>alert(1)</script>')\n"
        "display(HTML('<img src=x onerror=alert(1)>'))"
    ),
}

# what Python calls of itself, before and after each line of ours
HOOKS = {
    "trace and profile": (
        "import sys, threading\ndef t(f, e, a):\n    f.f_locals.update(n=1, value=9); return t\n"
        "sys.settrace(t); sys.setprofile(t); threading.settrace(t)\nf = sys._getframe()\nwhile f:\n"
        "    f.f_trace = t; f = f.f_back"
    ),
    "trace that never returns": "import sys\ndef t(f, e, a):\n    while True: pass\nsys.setprofile(t)",
    "garbage collector's calls": (
        "import gc\ndef c(p, i):\n    globals().update(nilai=0, tebak=abs)\n    raise SystemExit\n"
        "gc.callbacks.append(c)\ngc.set_threshold(1)"
    ),
    "dying objects": (
        "class D:\n    def __del__(self):\n        while True: pass\nnilai = D()\ndef tebak(x): return D()"
    ),
    "exception in every thread": (
        "import ctypes, threading\n"
        "for t in threading.enumerate(): ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(t.ident), ctypes.py_object(SystemExit))"
    ),
    "import hook": (
        "import sys\nclass F:\n    def find_spec(self, *a): raise SystemExit\n"
        "sys.meta_path.insert(0, F())\nsys.path_hooks.insert(0, lambda p: F())"
    ),
    "names beyond number": "for n in range(300_000): globals()['n%d' % n] = n",
    "name that is no text": (
        "globals()[7] = 1\nglobals()[(1, 2)] = 2\nclass S(str):\n    __hash__ = str.__hash__\n"
        "    def __eq__(self, o): return True\nglobals()[S('zzz')] = 9"
    ),
    "globals of another kind": (
        "import builtins\n__builtins__ = {}\n"
        "del builtins.len, builtins.type, builtins.isinstance, builtins.getattr"
    ),
    "magics that write and load": (
        "%save -f x 1-5\n%run /etc/passwd\n%load /etc/passwd\n%store\n%cd /\n%env LAB_IKU_RAHASIA\n"
        "%sx cat /etc/passwd"
    ),
    "debugger": "breakpoint()",
    "awaits for ever": "import asyncio\nawait asyncio.sleep(600)",
    "loop of events left running": (
        "import asyncio\nasync def f():\n    while True: await asyncio.sleep(0)\n"
        "asyncio.get_event_loop().create_task(f())"
    ),
    "argument that grows": (
        "def tebak(x):\n    import gc\n    for o in gc.get_objects():\n"
        "        if type(o) is list and len(o) < 3: o.append(o)\n    return 0\nnilai = 0"
    ),
}

# text that is read before it is run
SOURCES = {
    "syntax error and zero bytes": "def tebak(x:\n\x00\x00",
    "source nested beyond the parser": "x = " + "(" * 50_000 + ")" * 50_000,
    "source of one endless minus": "x = " + "-" * 200_000 + "1",
    "huge literal": "nilai = " + "9" * 200_000,
}

# values whose inside is not what it seems
VALUES = {
    "callable that is an object": (
        "class C:\n    def __call__(self, x): return self\n    def __eq__(self, o): return True\n"
        "    def __add__(self, o): return 46\ntebak = C()\nnilai = C()"
    ),
    "view of foreign memory": (
        "import numpy as np\nnilai = np.lib.stride_tricks.as_strided(np.zeros(1), (10**7,), (8,))\n"
        "def tebak(x): return np.lib.stride_tricks.as_strided(np.zeros(1), (10**12,), (0,))"
    ),
    "many levels of index": (
        "import pandas as pd\ni = pd.MultiIndex.from_product([range(50)] * 3)\n"
        "nilai = pd.DataFrame({'a': range(len(i))}, index=i)\ndef tebak(x): return nilai"
    ),
    "column names that are objects": (
        "import pandas as pd\nclass S:\n    def __eq__(self, o): return True\n"
        "    def __hash__(self): return 1\nnilai = pd.DataFrame([[1]], columns=[S()])\n"
        "def tebak(x): return pd.Series([1], name=S())"
    ),
    "text without end": "nilai = 'x' * 100_000_000\ndef tebak(x): return ['x' * 1000] * 1_000_000",
    "function that waits": "async def tebak(x): return 42\nnilai = tebak(1)",
}

# the walls once more
WALLS = {
    "formula that runs programs": (
        "import matplotlib\nmatplotlib.rcParams['text.usetex'] = True\nimport matplotlib.pyplot as plt\n"
        "plt.title(r'\\input{/etc/passwd}')\nplt.show()"
    ),
    "userfaultfd, bpf, keys": (
        "import ctypes\nl = ctypes.CDLL(None)\n"
        "for n in (323, 321, 248, 249, 250, 298, 272, 308, 155, 161, 169, 175, 176, 246): print(n, l.syscall(n, 0, 0, 0, 0, 0))"
    ),
    "vsock and other families": (
        "import socket\nfor f in range(45):\n    for t in (1, 2, 3, 5):\n"
        "        try: s = socket.socket(f, t); print('ok', f, t)\n        except OSError as e: pass"
    ),
    "shared memory": (
        "import ctypes\nl = ctypes.CDLL(None)\n"
        "for n in (29, 64, 68, 240): print(n, l.syscall(n, 1234, 1 << 30, 0o1777, 0))\n"
        "from multiprocessing import shared_memory\n"
        "s = shared_memory.SharedMemory('rahasia', True, 1 << 28)"
    ),
    "writes through the library": (
        "import sys, os, glob\nfor p in (sys.prefix, os.__file__, '{course}/gradebook.db', '/tmp'):\n"
        "    try: open(p if os.path.isfile(p) else p + '/x.py', 'a').write('#x'); print('DITULIS', p)\n"
        "    except OSError as e: print(e)"
    ),
    "core of the memory": (
        "import resource, ctypes, os\nresource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
        "ctypes.CDLL(None).prctl(4, 1)\nos.abort()"
    ),
}

# what breaks the Python of one's own room, so that the honest answers after it do not run either
SABOTAGE = {
    "audit hook that refuses all": (
        "import sys\ndef h(e, a): raise RuntimeError('tidak')\nsys.addaudithook(h)"
    ),
    "audit hook that ends all": "import os, sys\nsys.addaudithook(lambda e, a: os._exit(3))",
    "audit hook that begins later": (
        "import sys\nn = []\ndef h(e, a):\n    n.append(e)\n    if len(n) > 40: raise SystemExit\n"
        "sys.addaudithook(h)"
    ),
    "alarm that kills": "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.02)",
    "alarm that rings for ever": (
        "import signal\ndef r(*a): raise KeyboardInterrupt\nsignal.signal(signal.SIGALRM, r)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.005, 0.001)"
    ),
    "clock of the processor": (
        "import signal\ndef r(*a): raise SystemExit\nsignal.signal(signal.SIGPROF, r)\n"
        "signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)"
    ),
    "import replaced": "import builtins\ndef f(*a, **k): raise SystemExit\nbuiltins.__import__ = f",
    "classes refused": "import builtins\nbuiltins.__build_class__ = None",
    "print and exec replaced": "import builtins\nbuiltins.print = builtins.exec = builtins.compile = 7",
    "builtins cleared": "import builtins\nvars(builtins).clear()",
    "streams taken away": (
        "import sys\nsys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = sys.stdin = None\n"
        "import os\nfor n in (0, 1, 2):\n    try: os.close(n)\n    except OSError: pass"
    ),
    "streams that bite": (
        "import sys\nclass S:\n    def __getattr__(self, n): raise KeyboardInterrupt\nsys.stdout = sys.stderr = S()"
    ),
    "shell emptied": (
        "ip = get_ipython()\nip.compile = ip.events = ip.display_formatter = ip.displayhook = None\n"
        "ip.input_transformer_manager = None"
    ),
    "class of the shell emptied": (
        "k = type(get_ipython())\nfor c in k.__mro__[:3]:\n    for n in list(vars(c)):\n"
        "        try: delattr(c, n)\n        except Exception: pass"
    ),
    "transformers that refuse": (
        "from IPython.core.inputtransformer2 import TransformerManager as T\n"
        "def f(*a, **k): raise ValueError\nT.transform_cell = f"
    ),
    "compiler that lies": (
        "import codeop\nfrom IPython.core.compilerop import CachingCompiler as C\n"
        "C.ast_parse = C.__call__ = lambda *a, **k: 1 / 0"
    ),
    "stack of five": "import sys\nsys.setrecursionlimit(len(__import__('inspect').stack()) + 4)",
    "no memory left": "import resource\nresource.setrlimit(resource.RLIMIT_AS, (1 << 20, 1 << 20))",
    "no files left": "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))",
    "no processor left": "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (0, 0))",
    "interrupts for ever": (
        "import threading, time, ctypes\nmine = threading.main_thread().ident\ndef f():\n    while True:\n"
        "        time.sleep(0.002)\n        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(mine), ctypes.py_object(KeyboardInterrupt))\n"
        "threading.Thread(target=f, daemon=True).start()"
    ),
    "time of the loop": "import asyncio\nasyncio.set_event_loop_policy(None)\nasyncio.get_event_loop = asyncio.run = None",
}
