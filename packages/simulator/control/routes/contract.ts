import type { FastifyInstance } from "fastify";
import type { ControlOptions } from "../server.ts";

/** What the contract says of all that was asked and answered; `isChecked` is false when no contract was given. */
export function serveContract(app: FastifyInstance, { contract }: ControlOptions): void {
  app.get("/contract", async () => {
    if (contract === null) return { isChecked: false, requests: 0, answers: 0, violations: [] };
    return { isChecked: true, ...contract.counts, violations: contract.findings };
  });
}
