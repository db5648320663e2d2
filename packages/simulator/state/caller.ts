/** An application that speaks by itself. */
export interface ApplicationCaller {
  readonly kind: "application";
  /** Its service principal in the directory. */
  readonly id: string;
  readonly appId: string;
  /** The application permissions that its token carries. */
  readonly roles: ReadonlySet<string>;
}

/** A user who is signed in. */
export interface UserCaller {
  readonly kind: "user";
  /** The user in the directory. */
  readonly id: string;
  /** Of the application that the token was given to. */
  readonly appId: string;
  /** Whether a second factor was shown. */
  readonly isMfa: boolean;
  /** The authentication contexts that the session satisfied, for example `c1`. */
  readonly acrs: readonly string[];
}

/** Who speaks, and what the token says of it. */
export type Caller = ApplicationCaller | UserCaller;
