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
const tt=readTrack('y',{corpus:M.replace('occupation','trade')+'corpus.jsonl',queries:M.replace('occupation','trade')+'queries.jsonl',qrels:M.replace('occupation','trade')+'qrels.tsv'});const eT=createTextEngine(t)
const pack=titlesOf(readPack(pathToFileURL('var/folds/titles-5-0.bin')))
console.log(pack.support,pack.dims,pack.answerScale,pack.grams.hashes.length)
const e=createTextEngine({...t,titles:pack})
const S=evidenceShares as any
for (const [d,fl,pw] of [[1.5,.2,2],[2,.2,2],[.8,.2,1.5],[1.2,.1,1.5]]) { S.duties=d; S.dutyFloor=fl; S.dutyPower=pw; const n=0
 let ok=0,tot=0; const sc:number[]=[]
 tr.queries.forEach((q,i)=>{ if(foldOf(q.text,5)!==0) return; tot++; const r=e.read(q.text); const g=[...tr.gains[i]!.keys()].map(k=>tr.corpus[k]!.id)[0]; if(r.occupations[0]?.concept==='occ/'+g) ok++; sc.push(r.occupations[0]?.confidence??0)
  if(tot<6&&false) console.log(q.text,g,r.occupations.slice(0,3).map(o=>e.nameOf(o.concept)!.zh+o.confidence.toFixed(2)).join(' '))})
 let o2=0;tt.queries.forEach((q,i)=>{const r=eT.read(q.text).occupations[0]; const g=tt.corpus[[...tt.gains[i]!.keys()][0]!]!.text; if(r&&eT.nameOf(r.concept)!.zh===g)o2++}); console.log('trade',o2/tt.queries.length);
 console.log(d,fl,pw,ok/tot,sc.sort((a,b)=>a-b).filter((_,i)=>i%60===0).map(x=>x.toFixed(2)).join(' ')) }
