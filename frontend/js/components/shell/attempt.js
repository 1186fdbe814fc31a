/** Does what a button asks for, and tells a refusal as a message. */

import { messageOf } from "../../lib/errors.js";
import { toast } from "./toasts.js";

/** @param {() => Promise<void>} run */
export async function attempt(run) {
  try {
    await run();
  } catch (error) {
    toast(messageOf(error), { tone: "bad" });
  }
}
