import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'
import type { DemoFlags } from '../demo/stage.js'

const help: HelpText = {
  about:
    'Starts an embedded org and shows a first sync, a few changes, the sync that writes exactly those, and a browse.',
  examples: [
    ['sf-extract demo', 'needs no Salesforce org and no configuration'],
    ['sf-extract demo --keep', 'leaves the configuration and the documents to look at'],
  ],
}

const flags: readonly Flag[] = [
  ['--keep', 'leave the folder with configuration and documents'],
  ['--seed <n>', 'the number the data is made from'],
  ['--records <n>', 'how many records the org has, 2000 at least'],
]

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Tells the story in a folder of its own, and fails where it doesn't hold. */
export async function handle(given: CommonFlags & DemoFlags, terminal: Terminal): Promise<number> {
  const { playStory } = await import('../demo/story.js')
  const { openStage } = await import('../demo/stage.js')
  const { logLine } = await import('../terminal/terminal.js')
  const stage = await openStage(given, terminal)
  try {
    const broken = await playStory(stage)
    for (const promise of broken) logLine(terminal, `The demo failed. It should hold that ${promise}.`)
    if (broken.length === 0) logLine(terminal, '\nThat is all there is to it.')
    return broken.length === 0 ? 0 : 1
  } finally {
    await stage.close()
  }
}
