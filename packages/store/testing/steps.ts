import { randomUUID } from "node:crypto";
import { freshStep, type Conversion, type Step } from "@standdown/domain";

/** A step that was written down and sent. */
export function intended({ key, justification, ticketInfo }: Conversion, name: Step["name"]): Step {
  return {
    ...freshStep(name),
    state: "intended",
    attempt: 1,
    intendedAt: new Date().toISOString(),
    intent: {
      side: name === "grant" || name === "revoke" ? "eligibility" : "assignment",
      action: name === "grant" || name === "restore" ? "adminAssign" : "adminRemove",
      key,
      expiration: null,
      justification,
      ticketInfo,
      clientRequestId: randomUUID(),
    },
  };
}

/** A step whose effect was read. */
export function proved(conversion: Conversion, name: Step["name"]): Step {
  return { ...intended(conversion, name), state: "proved", endedAt: new Date().toISOString() };
}
