export interface Stage {
  name: string
  probability: number
  forecastCategory: string
  forecastCategoryName: string
  isClosed: boolean
  isWon: boolean
}

/** What StageName decides on an opportunity. */
export const STAGES: readonly Stage[] = [
  stage('Prospecting', 10, 'Pipeline', 'Pipeline'),
  stage('Qualification', 10, 'Pipeline', 'Pipeline'),
  stage('Needs Analysis', 20, 'Pipeline', 'Pipeline'),
  stage('Value Proposition', 50, 'Pipeline', 'Pipeline'),
  stage('Id. Decision Makers', 60, 'Pipeline', 'Pipeline'),
  stage('Perception Analysis', 70, 'Pipeline', 'Pipeline'),
  stage('Proposal/Price Quote', 75, 'BestCase', 'Best Case'),
  stage('Negotiation/Review', 90, 'Forecast', 'Commit'),
  stage('Closed Won', 100, 'Closed', 'Closed'),
  stage('Closed Lost', 0, 'Omitted', 'Omitted'),
]

function stage(name: string, probability: number, forecastCategory: string, forecastCategoryName: string): Stage {
  const isWon = probability === 100
  return { name, probability, forecastCategory, forecastCategoryName, isClosed: isWon || probability === 0, isWon }
}
