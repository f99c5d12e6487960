/** A running AWS simulator on loopback. */
export interface Simulator extends AsyncDisposable {
  readonly port: number;
  readonly endpoint: string;
  readonly scenario?: string;
  /** Names that the scenario's seed bound: ids, ARNs. */
  readonly bound: { readonly [name: string]: string | number };
  readonly pid: number;
}

export interface SimulatorOptions {
  /** The Python with moto in it. */
  readonly python: string;
  /** Where `simulator/main.py` lies. */
  readonly pythonFolder: string;
  readonly port?: number;
  readonly scenario?: { readonly file: string; readonly id: string };
  /** Runs the scenario's repair too: the healthy twin. */
  readonly healed?: boolean;
  /** Goes on after this process ends; else it ends with it. */
  readonly detached?: boolean;
  readonly signal?: AbortSignal;
}
