import { startSimulator } from "../simulate/start-simulator.ts";
import type { Simulator } from "../simulate/simulate.ts";
import { pythonFolder } from "./package-folder.ts";
import { findScenario, listSimulators, scenariosOf, startDetached, stopSimulators } from "./simulators.ts";
import type { StartOptions } from "./simulators.ts";
import type { Workshop } from "./workshop.ts";

export interface Demonstration extends Simulator {
  readonly question: string;
}

/** The bundled AWS simulator, for the library and the command line. */
export function simulateOf({ workshop, now }: { workshop: Workshop; now: () => Date }) {
  const { settings } = workshop;
  return {
    start: async (options: StartOptions = {}) =>
      startDetached(settings, (await workshop.python()).path, options, now()),
    list: () => listSimulators(settings),
    /** What may be seeded: those that ship and the user's own. */
    scenarios: () =>
      scenariosOf(settings).map(({ scenario: { id, cat, ask } }) => ({
        id,
        category: cat,
        question: ask[0] ?? "",
      })),
    stop: (port?: number) => stopSimulators(settings, port),
    /** The first phrasing of a scenario's question. */
    question: (id: string) => findScenario(id, settings).scenario.ask[0] ?? "",
    /** A simulator with a scenario that ends with this process. Sandboxes are warmed meanwhile. */
    demonstrate: async (id: string): Promise<Demonstration> => {
      const { scenario, file } = findScenario(id, settings);
      const python = await workshop.python();
      const simulator = await startSimulator({ python: python.path, pythonFolder, scenario: { file, id } });
      return { ...simulator, question: scenario.ask[0] ?? "" };
    },
  };
}
