/** ContentDocument.FileType of a file name's extension, as Salesforce spells it. */
export function fileTypeOf(extension: string | null): string {
  return FILE_TYPES[extension ?? ''] ?? (extension ? extension.toUpperCase() : 'UNKNOWN')
}

const FILE_TYPES: Readonly<Record<string, string>> = {
  csv: 'CSV',
  doc: 'WORD',
  docx: 'WORD_X',
  gif: 'GIF',
  htm: 'HTML',
  html: 'HTML',
  jpeg: 'JPG',
  jpg: 'JPG',
  json: 'JSON',
  md: 'UNKNOWN',
  pdf: 'PDF',
  png: 'PNG',
  ppt: 'POWER_POINT',
  pptx: 'POWER_POINT_X',
  rtf: 'RTF',
  txt: 'TEXT',
  xls: 'EXCEL',
  xlsx: 'EXCEL_X',
  xml: 'XML',
  zip: 'ZIP',
}
