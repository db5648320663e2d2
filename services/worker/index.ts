export { startWorker, type RunningWorker, type WorkerOptions, type WorkerParts } from "./start-worker.ts";
