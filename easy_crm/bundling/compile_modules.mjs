/**
 * Compiles the Python modules of a folder with Pyodide, which is CPython: the bytecode is what that version makes
 * anywhere.
 *
 * node compile_modules.mjs FOLDER SHOWN_AS VERSION
 *
 * FOLDER    the folder with the modules; their `__pycache__` folders are written into it
 * SHOWN_AS  the folder's path in Lambda, which bytecode holds for tracebacks
 * VERSION   the Python that the bytecode is for, such as 3.14
 */

import { loadPyodide } from "pyodide";

const PROGRAM = `
import compileall
import sys
from py_compile import PycInvalidationMode

found = f"{sys.version_info.major}.{sys.version_info.minor}"
if found != version:
    sys.exit(f"Pyodide is Python {found}, and the code is for {version}.")
# Unchecked: file times do not survive zipping, and Lambda's copy never changes.
if not compileall.compile_dir(shown_as, quiet=1, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH):
    sys.exit("A module could not be compiled.")
`;

const [folder, shownAs, version] = process.argv.slice(2);
try {
  const python = await loadPyodide({ env: { PYTHONHASHSEED: "0" } });
  python.mountNodeFS(shownAs, folder);
  python.globals.set("shown_as", shownAs);
  python.globals.set("version", version);
  python.runPython(PROGRAM);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
