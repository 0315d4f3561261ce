import type { Document, RunReport } from '../../terms.js'
import { openFilesTree } from '../../browse/files-tree.js'
import { changeOrg } from './changes.js'
import type { Stage } from './stage.js'
import { documentsOf } from '../../browse/run-documents.js'

/**
 * A first sync, the tree, a few changes, the sync that writes exactly those, one that writes nothing, and a browse.
 * Gives the promises that were not kept: none where all is well.
 */
export async function playStory(stage: Stage): Promise<string[]> {
  stage.narrate('A configuration for the embedded org; id and secret of its connected app come from the environment.')
  await stage.run('init', '--domain', stage.url, '--custom', '*')

  stage.narrate('The first sync reads everything.')
  const first = await stage.sync()

  stage.narrate('Every document has a place in the directory structure.')
  await stage.run('tree', '--output', 'documents')

  const changes = await changeOrg(stage)
  stage.narrate(['Meanwhile somebody works in the org:', ...changes.map(({ text }) => `  ${text}`)].join('\n'))

  stage.narrate('The next sync writes exactly that.')
  const second = await stage.sync()
  const documents = await documentsOf(stage.output, second.run)
  stage.narrate(['Its documents:', ...documents.map(renderDocument)].join('\n'))

  stage.narrate('Nothing changed since: the third writes nothing.')
  const third = await stage.sync()

  stage.narrate('The accounts changed last, from the files:')
  await stage.run('ls', '/Standard Objects/Account/', '--output', 'documents', '--limit', '5')
  return brokenPromises({
    first,
    second,
    third,
    kept: await countKept(stage),
    written: documents,
    expected: changes.map(({ id }) => id),
  })
}

function renderDocument(document: Document): string {
  const { type, id } = document
  return 'deleted' in document ? `  ${type} ${id}: ${document.reason}` : `  ${type} ${id}: ${document.title}`
}

interface Outcome {
  first: RunReport
  second: RunReport
  third: RunReport
  /** Records in the files when the story ends. */
  kept: number
  written: Document[]
  expected: string[]
}

function brokenPromises({ first, second, third, kept, written, expected }: Outcome): string[] {
  const ids = written.map(({ id }) => id).toSorted()
  const promises: Record<string, boolean> = {
    'the first sync writes thousands of records': first.written > 1000,
    'the second sync writes the changed records and nothing else': ids.join() === expected.toSorted().join(),
    'the second sync reports what it wrote': second.written + second.deleted === expected.length,
    'the third sync writes nothing': third.written + third.deleted === 0,
    'the files hold each record once': kept === first.written + added - second.deleted,
  }
  return Object.entries(promises).flatMap(([promise, holds]) => (holds ? [] : [promise]))
}

/** One record is new in the second sync; the other two it writes are known already. */
const added = 1

async function countKept({ output }: Stage): Promise<number> {
  const tree = openFilesTree(output)
  const folders = await tree.count(await tree.folders())
  return folders.reduce((sum, { count = 0 }) => sum + count, 0)
}
