/**
 * Bundles the page's modules into one script, and its style sheets into one, with esbuild.
 *
 * node bundle_page.mjs FRONTEND TARGET ENTRY...
 *
 * FRONTEND  the folder with the page as it is written
 * TARGET    the folder for what is made
 * ENTRY     made=source, such as js/bundle/app=js/main.js, both below these folders; `styles/app.css=` and the style
 *           sheets with commas between makes one of several
 *
 * Prints the files that are in the bundles, as JSON.
 */

import { readFile, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";

import { build } from "esbuild";

const [frontend, target, ...entries] = process.argv.slice(2);
const inputs = new Set();
for (const entry of entries) {
  const [made, sources] = entry.split("=");
  const isStyle = made.endsWith(".css");
  const { metafile } = await build({
    absWorkingDir: frontend,
    ...(isStyle
      ? { stdin: { contents: sources.split(",").map((source) => `@import "./${source}";`).join("\n"), loader: "css", resolveDir: frontend }, outfile: `${target}/${made}` }
      : { entryPoints: [{ in: sources, out: made }], outdir: target, splitting: true, chunkNames: `${made}-[hash]` }),
    bundle: true,
    minify: true,
    format: isStyle ? undefined : "esm",
    // Browsers that know import attributes and the dialog element; what is newer stays as it is written.
    target: "es2022",
    sourcemap: "linked",
    legalComments: "linked",
    // Pictures are files of their own, which the sheets name beside them.
    external: ["*.svg"],
    metafile: true,
    logLevel: "silent",
  }).catch((failure) => {
    process.stderr.write(`${failure.message}\n`);
    process.exit(1);
  });
  for (const input of Object.keys(metafile.inputs)) inputs.add(input);
  for (const output of Object.keys(metafile.outputs)) {
    if (output.endsWith(".map")) await nameSources(resolve(frontend, output));
  }
}

/** Names the sources by their paths below the page's folder: the map is the same on every machine. */
async function nameSources(path) {
  const map = JSON.parse(await readFile(path, "utf-8"));
  map.sources = map.sources.map((source) => relative(frontend, resolve(dirname(path), source)));
  await writeFile(path, JSON.stringify(map));
}

process.stdout.write(JSON.stringify([...inputs].filter((input) => input !== "<stdin>")));
