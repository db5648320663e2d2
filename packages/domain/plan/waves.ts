import { Type, type Static } from "typebox";
import type { DocumentProblem } from "../problems.ts";
import { Duration, EXACTLY_ONE, Name, ObjectId, STRICT, Text } from "./fields.ts";
import { RoleSelector } from "./selection.ts";

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

const Several = { minItems: 1, uniqueItems: true };
const WaveSelect = Type.Object(
  {
    roles: Type.Optional(Type.Array(RoleSelector, { minItems: 1 })),
    departments: Type.Optional(Type.Array(Text, Several)),
    countries: Type.Optional(Type.Array(Text, Several)),
    groups: Type.Optional(Type.Array(ObjectId, Several)),
    principals: Type.Optional(Type.Array(ObjectId, Several)),
  },
  {
    ...STRICT,
    minProperties: 1,
    description:
      "Whom the wave takes: everything that is named here must be so of them. All of them without a size.",
  },
);
/** Whom a wave takes: one of each list that is there. `groups`: whoever is in one of them, also through another. */
export type WaveSelect = Static<typeof WaveSelect>;

export const Wave = Type.Object(
  {
    name: Name,
    select: Type.Optional(WaveSelect),
    size: Type.Optional(WaveSize),
    concurrency: Type.Optional(Type.Object({ max: Type.Integer({ minimum: 1, maximum: 10_000 }) }, STRICT)),
    failureBudget: Type.Optional(FailureBudget),
    soak: Type.Optional(Duration),
    approval: Type.Optional(Type.Object({ minimum: Type.Integer({ minimum: 1, maximum: 10 }) }, STRICT)),
    muteAssignmentMails: Type.Optional(
      Type.Boolean({
        description:
          "Nobody gets a mail about assignments of the wave's roles while it runs; mails about activations " +
          "stay. The plan needs the approval of two different people then.",
      }),
    ),
  },
  STRICT,
);
/** One wave of a plan. */
export type PlanWave = Static<typeof Wave>;

/** What does not add up between waves. */
export function waveProblems(waves: readonly PlanWave[]): DocumentProblem[] {
  const names = new Set<string>();
  const problems = waves.flatMap((wave, index): DocumentProblem[] => {
    const pointer = `/spec/waves/${index}`;
    const isSecond = names.has(wave.name);
    names.add(wave.name);
    return [
      ...(isSecond
        ? [{ pointer: `${pointer}/name`, code: "duplicate", message: `another wave is named "${wave.name}"` }]
        : []),
      ...(index === waves.length - 1 ? lastWaveProblems(wave, pointer) : sizeProblems(wave, pointer)),
    ];
  });
  const percent = waves.reduce((sum, { size }) => sum + (size?.percent ?? 0), 0);
  if (percent <= 100) return problems;
  const message = `the percentages add up to ${percent}`;
  return [...problems, { pointer: "/spec/waves", code: "wavesDoNotAddUp", message }];
}

function sizeProblems({ select, size }: PlanWave, pointer: string): DocumentProblem[] {
  if (size === undefined && select === undefined) {
    const message = "must have a size, or say whom it selects";
    return [{ pointer: `${pointer}/size`, code: "missingField", message }];
  }
  if (size?.remainder === undefined) return [];
  const message = "only the last wave can take the remainder";
  return [{ pointer: `${pointer}/size`, code: "wavesDoNotAddUp", message }];
}

function lastWaveProblems({ select, size }: PlanWave, pointer: string): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  if (size?.remainder === undefined) {
    const message = "the last wave must take the remainder, so that nobody is left out";
    problems.push({ pointer: `${pointer}/size`, code: "wavesDoNotAddUp", message });
  }
  if (select !== undefined) {
    const message = "the last wave takes whoever is left, so it can't select";
    problems.push({ pointer: `${pointer}/select`, code: "wavesDoNotAddUp", message });
  }
  return problems;
}
