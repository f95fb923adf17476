import { Type } from '@fastify/type-provider-typebox'
import { fromJobPosting, toJobPosting } from '../../domain/job-posting-schema.ts'
import { Problem } from '../../problem.ts'
import { created, ok, route } from '../route.ts'
import { Id } from '../schemas/common.ts'
import { CheckView, NewPostingBody, PostingBody } from '../schemas/postings.ts'
import { DryRun, PostingParams } from './params.ts'
import { newProblems, postingView } from './postings.ts'

const tag = 'postings'
const jsonLd = 'application/ld+json'

/** schema.org is open: what we do not read of a JobPosting is left aside. */
const JobPosting = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: 'object',
  additionalProperties: true,
  description: 'A JobPosting of schema.org.',
})

export const jobPostingRoutes = [
  route({
    method: 'POST',
    url: '/v1/job-postings',
    name: 'createFromJobPosting',
    tag,
    summary: 'Post a job given as a schema.org JobPosting; what its fields do not say is read from its description.',
    description: 'The employer is named by its id here, not by `hiringOrganization`.',
    permission: 'posting.write',
    query: Type.Object({ employer: Id, dryRun: DryRun }),
    body: JobPosting,
    example: {
      '@context': 'https://schema.org',
      '@type': 'JobPosting',
      title: '缝纫工',
      description: '<p>缝制工作服，包吃住，长白班，招3人。</p>',
      validThrough: '2099-12-31',
      baseSalary: {
        '@type': 'MonetaryAmount',
        currency: 'CNY',
        value: { '@type': 'QuantitativeValue', minValue: 3500, maxValue: 4500, unitText: 'MONTH' },
      },
    },
    takes: [jsonLd, 'application/json'],
    answers: { 200: CheckView, 201: PostingBody },
    problems: newProblems,
    creates: {},
    handle: async ({ services, caller, query, body, invalid }) => {
      const reading = fromJobPosting(body, services.places)
      if (!reading.ok) throw new Problem('request.invalid', {}, reading.problems)
      const said = { ...reading.fields, employer: query.employer }
      // What was read is held to the same bounds as what is given in our own words.
      const problem = invalid(NewPostingBody, said)
      if (problem !== undefined) throw problem
      if (query.dryRun === 'true') {
        await services.postings.check(caller, said)
        return ok({ result: 'would_create' as const })
      }
      const posting = await services.postings.create(caller, said)
      return created(postingView(posting), posting.version, `/v1/postings/${posting._id}`)
    },
  }),
  route({
    method: 'GET',
    url: '/v1/postings/:posting/job-posting',
    name: 'getJobPosting',
    tag,
    summary: 'One posting as a schema.org JobPosting.',
    permission: 'employer.read',
    params: PostingParams,
    gives: jsonLd,
    answers: { 200: JobPosting },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const posting = await services.postings.get(caller, params.posting)
      const employer = await services.employers.get(caller, posting.employer)
      return ok(toJobPosting(posting, employer, services.places))
    },
  }),
]
