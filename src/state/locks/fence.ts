/** Who may write under a lock: whoever took it last. Numbers grow with each holder, and are never given out twice. */
export interface Fence {
  name: string
  number: number
  /** Tells two holders of one number apart: a server that lost its latest writes counts anew. */
  nonce: string
}
