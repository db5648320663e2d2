/** One mistake in the environment: which variable, and what would be right. Never its value: it may be secret. */
export type ConfigurationMistake = { readonly variable: string; readonly expected: string };

/** Thrown once, with every mistake of the environment together, so that a person corrects them in one go. */
export class ConfigurationError extends Error {
  readonly mistakes: readonly ConfigurationMistake[];

  constructor(mistakes: readonly ConfigurationMistake[]) {
    const lines = mistakes.map(({ variable, expected }) => `  ${variable}: ${expected}`);
    super(`The configuration cannot be used:\n${lines.join("\n")}`);
    this.name = "ConfigurationError";
    this.mistakes = mistakes;
  }
}
