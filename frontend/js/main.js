/** Starts the page: settings, session, services, then the first screen. */

import "./components/app.js";
import { app } from "./context.js";
import { messageOf } from "./lib/errors.js";
import { Api } from "./services/api.js";
import { loadConfig } from "./services/config.js";
import { Connection } from "./services/connection.js";
import { Fields } from "./services/fields.js";
import { ImportNames } from "./services/import-names.js";
import { Jobs } from "./services/jobs.js";
import { ProviderSignIn } from "./services/provider-sign-in.js";
import { Session } from "./services/session.js";
import { Uploads } from "./services/uploads.js";
import { Views } from "./services/views.js";

async function start() {
  const frame = /** @type {import("./components/app.js").App} */ (document.querySelector("crm-app"));
  try {
    app.config = await loadConfig();
    app.session = new Session(app.config);
    app.provider = new ProviderSignIn({ config: app.config, session: app.session });
    app.signInAgain = () => frame.signInAgain();
    const { apiBase: base } = app.config;
    app.connection = new Connection({ base });
    app.api = new Api({ base, session: app.session, signInAgain: app.signInAgain, connection: app.connection });
    app.uploads = new Uploads({ api: app.api, maxBytes: app.config.maxUploadBytes });
    app.fields = new Fields({ api: app.api });
    app.views = new Views({ api: app.api });
    app.importNames = new ImportNames({ api: app.api });
    app.jobs = new Jobs({ api: app.api });
    await frame.start();
  } catch (error) {
    frame.fail(messageOf(error));
  }
}

start();
