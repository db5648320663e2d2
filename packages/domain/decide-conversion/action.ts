import type { AssignmentInstance } from "../access.ts";
import type { Conversion, WaitReason } from "../conversion.ts";
import type { OutcomeCode } from "../outcome.ts";
import type { ConversionMove } from "../rollout-change.ts";
import type { AccessReading, SubmittedRequest } from "../schedule-request.ts";
import type { Step } from "../step.ts";

/** How long things take, all in milliseconds. */
export type Timing = {
  /** The least distance between two reads that agree. */
  readonly proofIntervalMs: number;
  /** How old an active assignment must be before anything of its principal and role can be removed. */
  readonly minimumAgeMs: number;
};

/** What is known of the tenant right now. Null: not read since the last write. */
export type Observation = {
  readonly access: AccessReading | null;
  /** Active rows of the conversion's role, of everybody. */
  readonly holders: readonly AssignmentInstance[] | null;
  /** The requests of the principal and role on the side of the open step. */
  readonly requests: readonly SubmittedRequest[] | null;
};

/** Nothing is known. */
export const NOTHING_OBSERVED: Observation = { access: null, holders: null, requests: null };

/** All that the next action of a conversion depends on. */
export type Situation = {
  readonly conversion: Conversion;
  readonly observed: Observation;
  readonly now: Date;
  readonly timing: Timing;
  /** For the next request, should there be one. */
  readonly clientRequestId: string;
};

/** A situation in which access was read. */
export type ObservedSituation = Situation & { readonly access: AccessReading };

/** What to do next with a conversion. Exactly one thing. */
export type ConversionAction =
  | { readonly do: "readAccess" }
  | { readonly do: "readHolders" }
  | { readonly do: "readRequests"; readonly step: Step }
  /** Write down the intent, then send it. A rescue is sent even under a hold: access is missing. */
  | { readonly do: "send"; readonly step: Step; readonly isRescue: boolean }
  /** Write down what was found; then read again. */
  | { readonly do: "save"; readonly step: Step; readonly madeScheduleId: string | null }
  | {
      readonly do: "wait";
      readonly until: string;
      readonly reason: WaitReason;
      /** What the tenant said, where the wait is for its trouble. */
      readonly code: string | null;
      /** What is written down with it. */
      readonly step: Step | null;
    }
  | { readonly do: "end"; readonly move: ConversionMove; readonly step: Step | null };

/** Ends a conversion with an outcome. */
export function end(
  conversion: Conversion,
  to: ConversionMove["to"],
  code: OutcomeCode | null,
  step: Step | null = null,
): ConversionAction {
  return { do: "end", move: { to, direction: conversion.direction, code, detail: null }, step };
}
