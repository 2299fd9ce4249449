"""What a hostile answer cell may try: name → code. Whatever it finds it prints; ``{port}`` … are filled in by ``scene``.

Each is the answer to the first task of the assignment in ``scene``. Beside it, two tasks are answered honestly and keep
their four points, and two are not answered and earn none.
"""

from __future__ import annotations

from attacks_within import HOOKS, SABOTAGE, SOURCES, TELLING, VALUES, WALLS

LOOPS = {
    "loop": "while True: pass",
    "loop that swallows interrupts": (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ),
    "loop inside C": "import re\nre.match(r'(a+)+$', 'a' * 80 + 'b')",
    "loop in a sum of C": "sum(iter(int, 1))",
    "sleep": "import time\ntime.sleep(600)",
    "deadlock": "import threading\nk = threading.Lock(); k.acquire(); k.acquire()",
    "deep recursion": "import sys\nsys.setrecursionlimit(10**9)\ndef turun(n): return turun(n + 1)\nturun(0)",
    "huge power": "x = 10 ** (10 ** 9)",
}
FLOODS = {
    "fork storm": "import os\nwhile True:\n    os.fork()",
    "thread storm": (
        "import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(600,)).start()"
    ),
    "memory in one piece": "x = bytearray(8 << 30)",
    "memory in pieces": "x = []\nwhile True: x.append(bytearray(1 << 20))",
    "memory outside the heap": "import mmap\nx = [mmap.mmap(-1, 1 << 30) for _ in range(64)]\nfor m in x: m.write(b'x' * (1 << 30))",
    "memory file": "import os\nfd = os.memfd_create('x')\nfor _ in range(4096): os.write(fd, b'x' * (1 << 20))",
    "disk in one file": "with open('besar', 'wb') as f:\n    for _ in range(4096): f.write(b'x' * (1 << 20))",
    "disk in many files": "for n in range(10**6):\n    open(f'{n}', 'wb').write(b'x' * (1 << 20))",
    "inodes": "import os\nfor n in range(10**6): os.mkdir(str(n))",
    "output": "while True: print('x' * 10_000)",
    "displays": "from IPython.display import display\nwhile True: display({'a': 'x' * 1000})",
    "pictures": (
        "import matplotlib.pyplot as plt\nfor n in range(100):\n    plt.figure(figsize=(20, 20)); plt.imshow([[n, 1], [2, 3]])"
    ),
    "open files": "fs = []\nwhile True: fs.append(open('/dev/null'))",
}
SHELL = {
    "input transformer": "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])",
    "syntax tree transformer": (
        "import ast\nclass T(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
        "get_ipython().ast_transformers.append(T())"
    ),
    "patched run_code": (
        "ip = get_ipython()\nasync def jalan(*a, **k): return False\nip.run_code = jalan\nip.run_cell = lambda *a, **k: None"
    ),
    "faked result": (
        "ip = get_ipython()\nip.run = lambda *a, **k: {'error': None, 'outputs': [{'output_type': 'execute_result', "
        "'data': {'text/plain': '2.0'}, 'metadata': {}, 'execution_count': 1}]}\n2.0"
    ),
    "hooks on events": "get_ipython().events.register('post_run_cell', lambda r: globals().update(nilai=8, tebak=abs))",
}
PATCHES = {
    "builtins": (
        "import builtins\nbuiltins.abs = builtins.sum = lambda *a: 0\nbuiltins.isinstance = lambda *a: True\n"
        "builtins.AssertionError = type('A', (Warning,), {})\nbuiltins.type = lambda x: int"
    ),
    "pandas and numpy": (
        "import numpy as np, pandas as pd\nnp.allclose = np.array_equal = lambda *a, **k: True\n"
        "pd.testing.assert_frame_equal = lambda *a, **k: None\npd.DataFrame.equals = lambda *a: True"
    ),
    "json": 'import json\njson.dumps = lambda *a, **k: \'{"n": 1, "value": 9}\'\njson.loads = lambda *a, **k: {}',
    "encoder": (
        "import sys\nplain = sys.modules['grading.room.plain']\nplain.encode = lambda value: 9\n"
        "plain.Encoding.node = lambda self, value: 9"
    ),
    "encoder of odd forms": (
        "import sys\nplain = sys.modules['grading.room.plain']\n"
        "plain.encode = lambda value: {'t': 'array', 'v': {'d': '<f8', 's': [10**9, 10**9], 'v': ''}}"
    ),
    "server inside the room": (
        "import gc\nfor o in gc.get_objects():\n    if type(o).__name__ == 'Inside':\n"
        "        type(o).do_call = lambda self, request: {'value': request}\n"
        "        type(o).do_look = lambda self, request: {'names': {n: {'callable': True} for n in request['names']}}"
    ),
    "modules": "import sys\nfor name in list(sys.modules): sys.modules.pop(name) if name != 'sys' else None",
    "own module in the way": (
        "open('pandas.py', 'w').write('raise SystemExit')\nimport sys\nsys.path.insert(0, '.')\nsys.modules.pop('pandas', None)"
    ),
}
OBJECTS = {
    "equal to all": "class S(int):\n    def __eq__(self, o): return True\n    __hash__ = int.__hash__\nnilai = S()\ndef tebak(x): return S()",
    "class that lies": "class S:\n    __class__ = int\n    def __eq__(self, o): return True\nnilai = S()\ndef tebak(x): return S()",
    "pickle": (
        "class S:\n    def __reduce__(self): return (eval, ('9',))\n    def __reduce_ex__(self, p): return (eval, ('9',))\n"
        "nilai = S()\ndef tebak(x): return S()"
    ),
    "array on demand": (
        "import numpy as np\nclass S:\n    def __array__(self, *a, **k): return np.array(9)\n    def __float__(self): return 9.0\n"
        "    def __index__(self): return 9\nnilai = S()\ndef tebak(x): return S()"
    ),
    "subclasses": (
        "import numpy as np, pandas as pd\nclass A(np.ndarray):\n    def __eq__(self, o): return np.True_\n"
        "class D(pd.DataFrame):\n    def equals(self, o): return True\nnilai = np.zeros(1).view(A)\ndef tebak(x): return D()"
    ),
    "lazy attribute": (
        "class S:\n    def __getattr__(self, name): return lambda *a, **k: True\n    def __bool__(self): return True\n"
        "nilai = S()\ndef tebak(x): return S()"
    ),
    "metaclass": (
        "class M(type):\n    def __eq__(cls, o): return True\n    def __hash__(cls): return hash(int)\n"
        "class S(metaclass=M):\n    def __eq__(self, o): return True\nnilai = S()\ndef tebak(x): return S()"
    ),
    "dict that shows another face": (
        "class D(dict):\n    def items(self): return [('a', 9)]\n    def __eq__(self, o): return True\nnilai = D()\ndef tebak(x): return D()"
    ),
    "not a number and infinity": "nilai = float('nan')\ndef tebak(x): return float('inf')",
    "huge integer": "nilai = 1 << 10_000_000\ndef tebak(x): return 1 << 10_000_000",
    "deep nesting": "nilai = []\nfor _ in range(100_000): nilai = [nilai]\ndef tebak(x): return nilai",
    "cycle": "nilai = []\nnilai.append(nilai)\ndef tebak(x): return nilai",
    "endless generator": "import itertools\nnilai = itertools.count()\ndef tebak(x):\n    while True: yield 9",
    "keys that collide": (
        "nilai = {n * (2**61 - 1) for n in range(300)}\ndef tebak(x): return {n * (2**61 - 1): n for n in range(300)}"
    ),
    "number without end": (
        "from decimal import Decimal\nnilai = Decimal('1e999999999')\ndef tebak(x): return range(10**15)"
    ),
    "surrogates": "nilai = '\\ud800'\ndef tebak(x): return {'\\udfff': '\\ud800'}",
    "wide table": "import pandas as pd, numpy as np\nnilai = pd.DataFrame(np.zeros((2000, 2000)))\ndef tebak(x): return nilai",
    "function that exits": "def tebak(x): raise SystemExit\nnilai = 0",
    "function that interrupts": "def tebak(x): raise KeyboardInterrupt\nnilai = 0",
    "function that changes its argument": "class L(list): pass\ndef tebak(x):\n    return tebak\nnilai = tebak",
}
READING = {
    "course folder": (
        "import pathlib\nfor p in pathlib.Path('{course}').rglob('*'):\n    if p.is_file(): print(p.read_bytes()[:5000])"
    ),
    "instructor's notebook": "print(open('{course}/source/tugas/tugas.ipynb').read())",
    "gradebook": "import sqlite3\nprint(sqlite3.connect('file:{course}/gradebook.db?mode=ro', uri=True).execute('select * from t').fetchall())",
    "other hand-ins": "import glob\nfor p in glob.glob('{course}/submitted/*/*/*'): print(open(p).read())",
    "everything from the root": (
        "import os\nfor root, _, files in os.walk('/'):\n    if root.startswith(('/proc', '/sys', '/usr', '/lib')): continue\n"
        "    for f in files:\n        try: print(open(os.path.join(root, f), 'rb').read(4000))\n        except OSError: pass"
    ),
    "home folders": "import pathlib\nfor h in ('/root', '/home'):\n    print(list(pathlib.Path(h).iterdir()))",
    "environment": "import os\nprint(dict(os.environ))\nimport ctypes\nprint(ctypes.CDLL(None).getenv(b'LAB_IKU_RAHASIA'))",
    "environment of the grader": (
        "import glob\nfor p in ['/proc/{pid}/environ', '/proc/self/environ', *glob.glob('/proc/[0-9]*/environ')]:\n"
        "    try: print(open(p, 'rb').read())\n    except OSError as e: print(e)"
    ),
    "memory of the grader": (
        "import ctypes\nbuf = ctypes.create_string_buffer(4096)\n"
        "print(open('/proc/{pid}/maps').read())\nopen('/proc/{pid}/mem', 'rb').seek(0x400000)"
    ),
    "own memory": (
        "import ctypes\ntry:\n    maps = open('/proc/self/maps').read()\nexcept OSError:\n    maps = ''\nprint(maps[:1000])\n"
        "import gc\nprint([o for o in gc.get_objects() if isinstance(o, (str, bytes)) and 'RAHASIA' in str(o)])"
    ),
    "frames": (
        "import sys, gc\nf = sys._getframe()\nwhile f:\n    print({k: str(v)[:2000] for k, v in f.f_locals.items() if k != 'source'})\n    f = f.f_back"
    ),
    "all objects": (
        "import gc\nfor o in gc.get_objects():\n    if type(o) in (dict, list, tuple):\n        t = str(o)[:100_000] if len(o) < 50 else ''\n"
        "        if 'KUNCI' in t and 'gc.get' not in t: print(t)"
    ),
    "descriptors": (
        "import os\nfor fd in range(3, 256):\n    try: print(fd, os.fstat(fd), os.pread(fd, 4000, 0))\n    except OSError: pass"
    ),
    "history": "print(In, Out, _i, get_ipython().history_manager.input_hist_raw)",
    "links": "import os\nos.symlink('{course}/source/tugas/tugas.ipynb', 'kunci')\nprint(open('kunci').read())",
    "hidden test from a call": (
        "import inspect\ndef tebak(x):\n    print([str(f.frame.f_locals)[:3000] for f in inspect.stack()])\n    return 0\nnilai = 0"
    ),
}
OUTSIDE = {
    "loopback": (
        "import socket\ns = socket.create_connection(('127.0.0.1', {port}), 2)\nprint(s.recv(1000))"
    ),
    "loopback by HTTP": "import urllib.request\nprint(urllib.request.urlopen('http://127.0.0.1:{port}/', timeout=2).read())",
    "raw socket": "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
    "unix socket": "import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect('\\0rahasia-{port}')\nprint(s.recv(1000))",
    "netlink": "import socket\nsocket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
    "name lookup": "import socket\nprint(socket.gethostbyname('localhost'))",
    "signal to the grader": "import os\nos.kill({pid}, 9)",
    "signal to the parent": "import os\nos.kill(os.getppid(), 9)",
    "signal to the group": "import os\nos.killpg(0, 9)",
    "signal to everything": "import os\nos.kill(-1, 9)",
    "signal by system call": "import ctypes\nlibc = ctypes.CDLL(None)\nfor n in (62, 200, 234, 129): print(libc.syscall(n, {pid}, {pid}, 9))",
    "signal by the owner of a descriptor": (
        "import fcntl, os, signal\nr, w = os.pipe()\nfcntl.fcntl(r, fcntl.F_SETOWN, {pid})\nfcntl.fcntl(r, 10, 9)\n"
        "fcntl.fcntl(r, fcntl.F_SETFL, fcntl.fcntl(r, fcntl.F_GETFL) | os.O_ASYNC)\nos.write(w, b'x')"
    ),
    "datagram to an address": (
        "import socket\na, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
        "for to in ('/dev/log', '/run/systemd/notify', '\\0rahasia'):\n"
        "    try: print(a.sendto(b'x', to))\n    except OSError as e: print(e)"
    ),
    "trace of the grader": "import ctypes\nprint(ctypes.CDLL(None).ptrace(16, {pid}, 0, 0))",
    "own namespaces": "import ctypes\nprint(ctypes.CDLL(None).unshare(0x10000000 | 0x20000))",
    "mount": "import ctypes\nprint(ctypes.CDLL(None).mount(b'proc', b'/tmp', b'proc', 0, None))",
    "program": "import subprocess\nprint(subprocess.run(['/bin/cat', '/etc/passwd'], capture_output=True))",
    "program through the loader": "import os\nos.execv('/lib64/ld-linux-x86-64.so.2', ['ld', '/bin/sh'])",
    "shell escape": "!cat /etc/passwd",
    "shell capture": "x = !cat /etc/passwd\nprint(x)",
    "script magic": "%%bash\ncat /etc/passwd",
    "asyncio program": "import asyncio\nawait asyncio.create_subprocess_exec('/bin/ls')",
    "multiprocessing": "import multiprocessing\nmultiprocessing.Process(target=print).start()",
    "thread that outlives the cell": (
        "import threading, time\ndef terus():\n    while True:\n        globals().update(nilai=8, tebak=abs); time.sleep(0.01)\n"
        "threading.Thread(target=terus).start()"
    ),
    "child that outlives the cell": (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)"
    ),
    "exit handler": "import atexit, time\natexit.register(time.sleep, 600)",
    "exit": "import os\nos._exit(0)",
    "polite exit": "import sys\nsys.exit(0)",
    "segfault": "import ctypes\nctypes.string_at(0)",
    "abort": "import os\nos.abort()",
    "writes outside": "for p in ('{course}/x', '../../x', '/x', '/dev/shm/x', '/var/tmp/x'):\n    open(p, 'w').write('x')",
    "clock": "import time\ntime.clock_settime(0, 0)",
    "limits": "import resource\nfor n in range(16):\n    resource.setrlimit(n, (-1, -1))",
}
LINE = {
    "bytes to every descriptor": "import os\nfor fd in range(256):\n    try: os.write(fd, b'\\xff' * 5000)\n    except OSError: pass",
    "answers before the question": (
        "import os, json, struct\nb = json.dumps(dict(n=2, outputs=[], error=None)).encode()\n"
        "for _ in range(50): os.write(3, struct.pack('>I', len(b)) + b)"
    ),
    "announced flood": "import os, struct\nos.write(3, struct.pack('>I', 2**32 - 1))",
    "message without end": (
        "import os, struct, time\nos.write(3, struct.pack('>I', 1_000_000))\nwhile True:\n    os.write(3, b' '); time.sleep(0.05)"
    ),
    "hostile JSON": (
        "import os, struct\nb = b'[' * 3_000_000\nos.write(3, struct.pack('>I', len(b)))\nfor n in range(0, len(b), 4096): os.write(3, b[n:n+4096])"
    ),
    "question back": (
        "import os, json, struct\nb = json.dumps(dict(ask=dict(name='eval', arguments=['1'], named={}))).encode()\n"
        "os.write(3, struct.pack('>I', len(b)) + b)"
    ),
    "closed line": "import os\nos.closerange(0, 256)",
    "line read away": "import os\nwhile True: print(os.read(3, 100_000))",
}
# a function that answers over the head of its room: the number of the question stands in the frame above it
_FORGED = (
    "import json, os, struct, sys\ndef tebak(x):\n    n = sys._getframe(1).f_locals['request']['n']\n"
    "    b = json.dumps(dict(n=n, value=isi)).encode()\n    b = struct.pack('>I', len(b)) + b\n"
    "    while b: b = b[os.write(3, b):]\n"
)
_SERIES = "dict(t='series', v=dict(name=None, index=dict(range=[0, {count}, 1], name=None), data={data}))"
CROSSING = {
    "moment of a million digits": _FORGED + "isi = [dict(t='timestamp', v=['1' * 999_999, 'ns'])] * 4",
    "column of endless moments": (
        _FORGED
        + "isi = "
        + _SERIES.replace("{count}", "1").replace(
            "{data}", "dict(dtype='datetime64[ns]', values=['1' * 999_999])"
        )
    ),
    "categories that collide": (
        _FORGED
        + "kunci = [dict(t='int', v=hex(n * (2**61 - 1))) for n in range(1, 80_000)]\nisi = "
        + _SERIES.replace("{count}", "len(kunci)").replace("{data}", "dict(dtype='category', values=kunci)")
    ),
    "extension array": (
        "import numpy as np, pandas as pd\nfrom pandas.arrays import NumpyExtensionArray\n"
        "class E(NumpyExtensionArray):\n    def __eq__(self, o): return np.ones(len(self), bool)\n"
        "    def equals(self, o): return True\nnilai = pd.Series(E(np.zeros(1)))\n"
        "def tebak(x): return pd.DataFrame({'a': E(np.zeros(5))})\ntabel = tebak"
    ),
    "structured and object arrays": (
        "import numpy as np\nclass S:\n    def __eq__(self, o): return True\n"
        "nilai = np.array([S()], dtype=object)\n"
        "def tebak(x): return np.zeros(1, [('a', 'O'), ('b', 'i4')])\ndef tabel(n): return np.array(S(), dtype=object)"
    ),
    "dates and texts of one's own": (
        "import datetime\nclass D(datetime.datetime):\n    def __eq__(self, o): return True\n"
        "    def isoformat(self, *a): return '9'\nclass S(str):\n    def encode(self, *a): return b'9'\n"
        "    def __eq__(self, o): return True\nnilai = D(2026, 1, 1)\ndef tebak(x): return S('42')\ntabel = lambda n: D.max"
    ),
    "axes that lie": (
        "import matplotlib.pyplot as plt\nax = plt.gca()\nclass S(str):\n    def __eq__(self, o): return True\n"
        "ax.get_title = lambda: S('9')\nax.get_xlim = lambda: (type('F', (float,), {'__eq__': lambda s, o: True})(),) * 2\n"
        "nilai = ax\ndef tebak(x): return ax.figure\ntabel = lambda n: ax"
    ),
}
SYSTEM = {
    "modes and times of files": (
        "import os\nfor p in ('{course}/gradebook.db', '{course}', '{course}/submitted/lain/tugas/tugas.ipynb'):\n"
        "    for f in (lambda: os.chmod(p, 0o777), lambda: os.utime(p, (1, 1)), lambda: os.truncate(p, 0)):\n"
        "        try: f()\n        except OSError as e: print(e)"
    ),
    "rings, processes by descriptor, faults": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nbuf = ctypes.create_string_buffer(256)\n"
        "for n in (425, 426, 427, 434, 438, 424, 323, 310, 311, 317, 321, 303, 304, 447, 246, 319):\n"
        "    print(n, libc.syscall(n, {pid}, buf, 0, 0, 0, 0))"
    ),
    "attributes and watches": (
        "import ctypes, os\nlibc = ctypes.CDLL(None)\nprint(libc.inotify_init(), libc.fanotify_init(0, 0))\n"
        "for p in ('{course}', '.', '/'):\n    for f in (lambda: os.setxattr(p, 'user.a', b'x'), lambda: os.chown(p, 0, 0)):\n"
        "        try: f()\n        except OSError as e: print(e)"
    ),
    "memory in pipes": (
        "import fcntl, os\nends = []\nwhile True:\n    r, w = os.pipe()\n    os.set_blocking(w, False)\n"
        "    try: fcntl.fcntl(w, 1031, 1 << 20)\n    except OSError: pass\n    ends.append((r, w))\n"
        "    try:\n        while True: os.write(w, b'x' * 65536)\n    except BlockingIOError: pass"
    ),
    "locks on shared libraries": (
        "import fcntl, glob, sys\nheld = []\nfor p in glob.glob(sys.prefix + '/lib/**/*.so', recursive=True)[:40]:\n"
        "    f = open(p, 'rb'); fcntl.flock(f, fcntl.LOCK_EX); held.append(f)"
    ),
    "locale and rounding": (
        "import decimal, locale, sys\ndecimal.getcontext().prec = 1\ndecimal.DefaultContext.prec = 1\n"
        "sys.set_int_max_str_digits(0)\nsys.setswitchinterval(1e-9)\n"
        "try: locale.setlocale(locale.LC_ALL, 'id_ID.UTF-8')\nexcept locale.Error: pass\n"
        "nilai = '\u0669'\ndef tebak(x): return '\uff14\uff12'"
    ),
}
KINDS: dict[str, str] = {
    f"{group}: {name}": code
    for group, cases in {
        "loop": LOOPS,
        "flood": FLOODS,
        "shell": SHELL,
        "patch": PATCHES,
        "object": OBJECTS,
        "reading": READING,
        "outside": OUTSIDE,
        "line": LINE,
        "crossing": CROSSING,
        "system": SYSTEM,
        "telling": TELLING,
        "hook": HOOKS,
        "source": SOURCES,
        "value": VALUES,
        "wall": WALLS,
        "sabotage": SABOTAGE,
    }.items()
    for name, code in cases.items()
}
