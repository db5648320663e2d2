import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";

/**
 * Says how the run went in the very last line: `N passed, N failed`, and `, N skipped` when some were. What failed
 * outside a test (a file that cannot be loaded, an error nobody caught, a set-up that threw) counts as failed.
 */
export default class FinalLine implements Reporter {
  #line = "0 passed, 1 failed";

  onInit(): void {
    process.once("exit", () => process.stdout.write(`${this.#line}\n`));
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      let failedCount = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state] += 1;
        if (state === "failed") failedCount += 1;
      }
      if (module.state() === "failed" && failedCount === 0) counts.failed += 1;
    }
    // A test that never ran because the run was cut short did not pass.
    counts.failed += counts.pending;
    if (reason !== "passed") counts.failed = Math.max(counts.failed, 1);
    const { passed, failed, skipped } = counts;
    this.#line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
  }
}
