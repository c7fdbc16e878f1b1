/** @source Render API: job statuses */
export type JobStatus = "pending" | "running" | "succeeded" | "failed" | "canceled";

/**
 * What a test has in store for a job: killed before it did anything, killed when it had done everything, done and never told of (its
 * status stays null), done without a word in its log, or stuck: it runs until somebody cancels it, and does nothing.
 */
export const JOB_FATES = ["killed", "killed_after", "untold", "silent", "stuck"] as const;
export type JobFate = (typeof JOB_FATES)[number];

export type JobLine = { at: number; message: string; level: "info" | "error" };

/** One command that runs once, beside the service. Instants are milliseconds of the sandbox's clock. */
export type Job = {
  id: string;
  startCommand: string;
  planId: string;
  status: JobStatus;
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  /** As the shell saw it end; null while it runs, and when it was stopped. */
  exitCode: number | null;
  fate: JobFate | null;
  /** What the service's newest deploy ran with when the job was made. */
  env: Record<string, string>;
  lines: JobLine[];
};

/** How a command ended, and what it printed. */
export type Execution = { exitCode: number; lines: Pick<JobLine, "message" | "level">[] };

/** What is installed on a service: given a command's words, it does them. Undefined: there is no such program. */
export type Machine = (words: string[], env: Record<string, string>) => Promise<Execution | undefined>;

export const isOver = ({ status }: Job): boolean => !["pending", "running"].includes(status);
