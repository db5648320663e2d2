import type { ProgressDocument } from "@standdown/contracts";
import { frameOf, plainLine } from "./frame.ts";

/** Where a progress is shown: standard output, or what a test puts in its place. */
export type Screen = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
};

/** Shows a progress as it changes. */
export interface LiveDisplay {
  show(progress: ProgressDocument): void;
  /** Writes a line that stays, above what is drawn. */
  say(line: string): void;
  /** Leaves the last picture where it is. */
  end(): void;
}

const PLAIN_EVERY_MS = 1000;
/** A line although nothing changed, so that whoever reads a log sees that it is alive. */
const HEARTBEAT_MS = 10_000;

/**
 * Bars that are redrawn in place on a terminal; elsewhere a line when something changed, once a second at most, and
 * every ten seconds anyway.
 */
export function createLiveDisplay(screen: Screen, now: () => Date): LiveDisplay {
  return screen.isTTY === true ? drawn(screen, now) : told(screen, now);
}

function drawn(screen: Screen, now: () => Date): LiveDisplay {
  let lines: string[] = [];
  const erase = (): string => (lines.length === 0 ? "" : `\u001B[${lines.length}A\u001B[0J`);
  const text = (): string => lines.map((line) => `${line}\n`).join("");
  return {
    show: (progress) => {
      const start = erase();
      lines = frameOf(progress, screen.columns ?? 80, now());
      screen.write(start + text());
    },
    say: (line) => void screen.write(`${erase()}${line}\n${text()}`),
    end: () => {
      lines = [];
    },
  };
}

function told(screen: Screen, now: () => Date): LiveDisplay {
  let shown = "";
  let shownAtMs = 0;
  let latest: ProgressDocument | null = null;
  const tell = (progress: ProgressDocument, isDue: boolean): void => {
    const facts = factsOf(progress);
    latest = progress;
    const nowMs = now().getTime();
    const isQuiet = facts === shown && nowMs - shownAtMs < HEARTBEAT_MS;
    if (isQuiet || !isDue) return;
    shown = facts;
    shownAtMs = nowMs;
    screen.write(`${plainLine(progress, now())}\n`);
  };
  return {
    show: (progress) => tell(progress, now().getTime() - shownAtMs >= PLAIN_EVERY_MS),
    say: (line) => void screen.write(`${line}\n`),
    end: () => {
      if (latest !== null) tell(latest, true);
    },
  };
}

function waitsOf({ waits }: ProgressDocument["waves"][number]): unknown {
  return Object.entries(waits).map(([reason, { codes }]) => [reason, Object.keys(codes)]);
}

/** What makes a line worth writing: states and counts, not the seconds that pass. */
function factsOf({ state, waves, holds }: ProgressDocument): string {
  return JSON.stringify([
    state,
    waves.map((wave) => [wave.state, wave.direction, wave.counts, waitsOf(wave)]),
    holds.map((hold) => hold.id),
  ]);
}
