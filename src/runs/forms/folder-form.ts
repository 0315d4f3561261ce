import { isDeepStrictEqual } from 'node:util'
import { ExtractError } from '../../errors/extract-error.js'
import { plainForm, type FolderForm, type FolderMark } from '../../sinks/files/mark.js'

/** What the mark of a new folder says of how its files are written: nothing of documents that are not compressed. */
export function markForm(form: FolderForm): Pick<FolderMark, 'form'> {
  return isDeepStrictEqual(form, plainForm) ? {} : { form }
}

/**
 * Throws OUTPUT_FORMAT where the files of a folder are written in another form: those of both would lie beside each
 * other, though everything were written again.
 */
export function validateSameForm(
  { form: known = plainForm }: Pick<FolderMark, 'form'>,
  form: FolderForm,
  { folder, datasource }: { folder: string; datasource: string },
): void {
  if (isDeepStrictEqual(known, form)) return
  const flags = `--format ${known.format}${known.compress === undefined ? '' : ` --compress ${known.compress}`}`
  const both = `${renderForm(known)} to ${folder}, and is now told to write ${renderForm(form)}`
  throw new ExtractError('OUTPUT_FORMAT', `"${datasource}" writes ${both}.`, {
    hint:
      `Go on with ${flags}, or name another folder with --output, which gets everything. To have the other form here, ` +
      'delete the folder wholly, .sf-extract in it too.',
  })
}

function renderForm({ format, compress }: FolderForm): string {
  return `${format}${compress === undefined ? ', not compressed' : ` with ${compress}`}`
}
