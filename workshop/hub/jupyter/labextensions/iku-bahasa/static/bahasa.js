// Parts of JupyterLab ask no translator for their words: the dialog of a kernel that has died, "No Kernel", the tool
// bar's debugger. They all fall back on one English stand-in. From here on it passes every question to the translator.
// Written by hand, in the form in which JupyterLab loads what is not its own (module federation); it needs no build.
(() => {
  let shared;

  // A library that JupyterLab itself uses, the one instance of it.
  const library = async name => {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  };

  const extension = async () => {
    const { ITranslator, nullTranslator } = await library('@jupyterlab/translation');
    return {
      __esModule: true, // or JupyterLab takes the whole for the plugin
      default: {
        id: 'iku-bahasa:plugin',
        description: 'Words in Indonesian also where JupyterLab forgets to ask for them.',
        autoStart: true,
        requires: [ITranslator],
        activate: (_, translator) => {
          nullTranslator.load = domain => translator.load(domain);
        },
      },
    };
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB['iku-bahasa'] = {
    init: scope => {
      shared = scope;
    },
    get: async () => {
      const found = await extension();
      return () => found;
    },
  };
})();
