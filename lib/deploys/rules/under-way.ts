/** Whether a deploy has not ended. @source Render CLI: what is neither complete nor failed nor canceled */
export const isUnderWay = (status: string): boolean =>
  ["created", "queued", "build_in_progress", "pre_deploy_in_progress", "update_in_progress"].includes(status);
