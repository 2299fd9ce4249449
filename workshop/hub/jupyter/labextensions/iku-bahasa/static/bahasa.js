// Parts of JupyterLab ask no translator for their words: the dialog of a kernel that has died, "No Kernel", the tool
// bar's debugger. They all fall back on one English stand-in. From here on it passes every question to the translator.
// An entry of the menu that has English words only, and that nobody here needs, is taken away. Parts of the panels at the
// side tell screen readers what they are in Indonesian.
// It also tells in Indonesian what the browser says when the class cannot be reached.
// Written by hand, in the form in which JupyterLab loads what is not its own (module federation); it needs no build.
(() => {
  let shared;

  // The browser's own words ("Failed to fetch") are shown in a dialog as they are. JupyterLab keeps the function that
  // it finds when it is loaded, which is after this file.
  const UNREACHABLE =
    'Komputer kelas tidak terjangkau. Periksa Wi-Fi kelas; yang sudah Anda ketik tetap ada di halaman ini. ' +
    'Simpan lagi sesudah tersambung.';
  const ask = window.fetch;
  window.fetch = async (...question) => {
    try {
      return await ask.apply(window, question);
    } catch (fault) {
      if (fault instanceof TypeError) {
        fault.message = UNREACHABLE;
      }
      throw fault;
    }
  };

  // A library that JupyterLab itself uses, the one instance of it.
  const library = async name => {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  };

  const ENGLISH_ONLY = '@jupyter-widgets/jupyterlab-manager:saveWidgetState';

  // The library of panels has no translator at all: it adds an English word to a title that is already Indonesian.
  const nameSections = ({ AccordionLayout }) => {
    const attach = AccordionLayout.prototype.attachWidget;
    AccordionLayout.prototype.attachWidget = function (index, widget) {
      attach.call(this, index, widget);
      const name = () => this.titles[index]?.setAttribute('aria-label', `Bagian ${widget.title.label}`);
      name();
      widget.title.changed.connect(name);
    };
  };

  const extension = async () => {
    const { ITranslator, nullTranslator } = await library('@jupyterlab/translation');
    const { IMainMenu } = await library('@jupyterlab/mainmenu');
    nameSections(await library('@lumino/widgets'));
    return {
      __esModule: true, // or JupyterLab takes the whole for the plugin
      default: {
        id: 'iku-bahasa:plugin',
        description: 'Words in Indonesian also where JupyterLab forgets to ask for them.',
        autoStart: true,
        requires: [ITranslator],
        optional: [IMainMenu],
        activate: (app, translator, menus) => {
          nullTranslator.load = domain => translator.load(domain);
          const takeAway = () => {
            const settings = menus && menus.settingsMenu;
            for (const item of settings ? [...settings.items] : []) {
              if (item.command === ENGLISH_ONLY) {
                settings.removeItem(item);
              }
            }
          };
          // its plugin may come later than this one; it adds the entry right after the command
          app.commands.commandChanged.connect((_, change) => {
            if (change.id === ENGLISH_ONLY) {
              setTimeout(takeAway);
            }
          });
          takeAway();
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
