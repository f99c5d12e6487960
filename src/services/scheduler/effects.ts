import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of scheduler. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects({
  pure: `
      GetSchedule GetScheduleGroup ListScheduleGroups ListSchedules ListTagsForResource`,
  mutates: `
      CreateSchedule CreateScheduleGroup DeleteSchedule DeleteScheduleGroup TagResource UntagResource
      UpdateSchedule`,
});
