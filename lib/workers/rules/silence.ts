/** A worker says that it is alive every five seconds. @source lib/operations/beat-worker.ts */
const silentAfterSeconds = 30;

/** Whether nobody is at work. @param seconds since any worker was last alive; null when none ever was */
export const isSilent = (seconds: number | null): boolean => seconds === null || seconds >= silentAfterSeconds;
