/** The time of day, from one place, so that tests own it. */
export interface Clock {
  now(): Date;
}
