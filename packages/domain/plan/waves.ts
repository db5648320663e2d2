import { Type, type Static } from "typebox";
import type { DocumentProblem } from "../problems.ts";
import { Duration, EXACTLY_ONE, Name, STRICT } from "./fields.ts";

const WaveSize = Type.Object(
  {
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    percent: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100 })),
    remainder: Type.Optional(Type.Literal(true)),
  },
  EXACTLY_ONE,
);
/** How many principals go in a wave. Percent is of the whole selection, rounded down, at least one. */
export type WaveSize = Static<typeof WaveSize>;

const FailureBudget = Type.Object(
  {
    count: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    percent: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  },
  EXACTLY_ONE,
);

export const Wave = Type.Object(
  {
    name: Name,
    size: WaveSize,
    concurrency: Type.Optional(Type.Object({ max: Type.Integer({ minimum: 1, maximum: 10_000 }) }, STRICT)),
    failureBudget: Type.Optional(FailureBudget),
    soak: Type.Optional(Duration),
    approval: Type.Optional(Type.Object({ minimum: Type.Integer({ minimum: 1, maximum: 10 }) }, STRICT)),
  },
  STRICT,
);
/** One wave of a plan. */
export type PlanWave = Static<typeof Wave>;

/** What does not add up between waves. */
export function waveProblems(waves: readonly PlanWave[]): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const names = new Set<string>();
  let percent = 0;
  for (const [index, wave] of waves.entries()) {
    const pointer = `/spec/waves/${index}`;
    const isLast = index === waves.length - 1;
    if (names.has(wave.name)) {
      problems.push({
        pointer: `${pointer}/name`,
        code: "duplicate",
        message: `another wave is named "${wave.name}"`,
      });
    }
    names.add(wave.name);
    percent += wave.size.percent ?? 0;
    if (wave.size.remainder && !isLast) {
      problems.push({
        pointer: `${pointer}/size`,
        code: "wavesDoNotAddUp",
        message: "only the last wave can take the remainder",
      });
    }
    if (isLast && !wave.size.remainder) {
      problems.push({
        pointer: `${pointer}/size`,
        code: "wavesDoNotAddUp",
        message: "the last wave must take the remainder, so that nobody is left out",
      });
    }
  }
  if (percent > 100) {
    problems.push({
      pointer: "/spec/waves",
      code: "wavesDoNotAddUp",
      message: `the percentages add up to ${percent}`,
    });
  }
  return problems;
}
