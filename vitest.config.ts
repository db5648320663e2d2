import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/**/*.test.ts", "services/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["test/environment/global-setup.ts"],
    setupFiles: ["test/environment/property-seed.ts"],
    reporters: ["default", "./test/reporter.ts"],
    pool: "forks",
    // One more than the least machine has cores: the longest suites mostly wait.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
  },
});
