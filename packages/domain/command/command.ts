import type { ConversionState, Direction } from "../states.ts";

/** What a person can tell a rollout, one of its waves (by name) or one of its conversions to do. */
export type RolloutCommand =
  | {
      readonly name: "approve";
      readonly digest: string;
      readonly decision: "approve" | "reject";
      readonly reason: string;
    }
  | { readonly name: "start" | "pause" | "resume" | "abort" | "rollBack" | "retry"; readonly reason: string }
  | {
      readonly name: "pauseWave" | "resumeWave" | "rollBackWave" | "retryWave";
      readonly wave: string;
      readonly reason: string;
    }
  | {
      readonly name: "promote" | "reject";
      readonly wave: string;
      readonly digest: string;
      readonly reason: string;
    }
  | {
      readonly name: "rollBackConversion" | "retryConversion";
      readonly conversionId: string;
      readonly wavePosition: number;
      /** How the conversion stands. */
      readonly state: ConversionState;
      readonly direction: Direction;
      readonly outcomeCode: string | null;
      /** Whether a step of it was ever begun. */
      readonly hasBegun: boolean;
      readonly reason: string;
    };
