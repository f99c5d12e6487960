import { namePlantings } from "./plant-names.ts";
import { parameterPlantings } from "./plant-parameters.ts";
import { pythonPlantings } from "./plant-python.ts";
import { responsePlantings } from "./plant-responses.ts";
import { securityPlantings } from "./plant-security.ts";
import type { Planting } from "./planting.ts";

/** Every class of mistakes that is planted. */
export const plantings: readonly Planting[] = [
  ...namePlantings,
  ...parameterPlantings,
  ...responsePlantings,
  ...pythonPlantings,
  ...securityPlantings,
];
