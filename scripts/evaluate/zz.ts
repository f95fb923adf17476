import { loadTextTables, titlesOf } from '../../src/data/text/tables.ts'
import { readPack } from '../../src/data/text/pack.ts'
import { createTextEngine } from '../../src/domain/text/text.ts'
import { evidenceShares } from '../../src/domain/text/occupations.ts'
import { pathToFileURL } from 'node:url'
import { readTrack } from './track.ts'
import { foldOf } from '../learn/folds.ts'
const M='/work/shared/data/matching/occupation-zh/'
const tr=readTrack('x',{corpus:M+'corpus.jsonl',queries:M+'queries.jsonl',qrels:M+'qrels.tsv'})
const t=loadTextTables()
const pack=titlesOf(readPack(pathToFileURL('var/folds/titles-5-0.bin')))
console.log(pack.support,pack.dims,pack.answerScale,pack.grams.hashes.length)
const e=createTextEngine({...t,titles:pack})
const S=evidenceShares as any
for (const [d,n] of [[0,0],[.5,0],[.1,0],[0.2,0],[0,.5],[0,.1],[.1,.1]]) { S.duties=d; S.named=n
 let ok=0,tot=0; const sc:number[]=[]
 tr.queries.forEach((q,i)=>{ if(foldOf(q.text,5)!==0) return; tot++; const r=e.read(q.text); const g=[...tr.gains[i]!.keys()].map(k=>tr.corpus[k]!.id)[0]; if(r.occupations[0]?.concept==='occ/'+g) ok++; sc.push(r.occupations[0]?.confidence??0)
  if(tot<6&&d===0&&n===0) console.log(q.text,g,r.occupations.slice(0,3).map(o=>e.nameOf(o.concept)!.zh+o.confidence.toFixed(2)).join(' '))})
 console.log(d,n,ok/tot,sc.sort((a,b)=>a-b).filter((_,i)=>i%60===0).map(x=>x.toFixed(2)).join(' ')) }
