/**
 * Schemas that break careless schema changes. Numbers are those of the list they come from; from 100 on they are our own. Each
 * has a table `t` (or says which) that operations are tried on.
 */
import type Database from "better-sqlite3";

export interface Case {
  readonly name: string;
  readonly sql: string;
  /** The table operations are tried on; `t` when not given. */
  readonly table?: string;
  /** After the SQL. */
  readonly setup?: (db: Database.Database) => void;
}

const list = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i)).join(",");

/** Writes stored texts as an older program could. */
function rewrite(db: Database.Database, from: string, to: string): void {
  db.unsafeMode(true);
  db.pragma("writable_schema = ON");
  db.prepare("UPDATE sqlite_schema SET sql = replace(sql, ?, ?)").run(from, to);
  db.pragma("writable_schema = RESET");
  db.unsafeMode(false);
}

export const cases: readonly Case[] = [
  {
    name: "01 triggers-order",
    sql: "create table t(id integer primary key,a); create table log(m); create trigger t1 after insert on t begin insert into log values('1'); end; create trigger t2 after insert on t begin insert into log values('2'); end; create trigger t3 before delete on t when old.a is not null begin select raise(abort,'no'); end; insert into t values(1,null)",
  },
  {
    name: "02 trigger-other",
    sql: "create table t(id integer primary key,a); create table o(x); create trigger otr after insert on o begin update t set a=new.x where id=1; insert into t(a) values(new.x); end; insert into t values(1,0);insert into o values(5)",
  },
  {
    name: "03 view-chain",
    sql: "create table t(id integer primary key,a); create view v1(i,j) as select id,a from t; create view v2 as select i from v1 where j>0; insert into t values(1,5)",
  },
  {
    name: "04 view-instead",
    sql: "create table t(id integer primary key,a); create view v as select id,a from t; create trigger vi instead of insert on v begin insert into t(a) values(new.a); end; insert into v(a) values(3)",
  },
  {
    name: "05 view-broken",
    sql: "create table t(id integer primary key,a); create view bad as select nope from gone; insert into t values(1,5)",
  },
  {
    name: "06 trigger-broken",
    sql: "create table t(id integer primary key,a); create table o(x); create trigger btr after insert on o begin insert into gone values(1); end; insert into t values(1,5)",
  },
  {
    name: "07 fk-cascade",
    sql: "create table t(id integer primary key,a); create table c(id integer primary key,tid references t(id) on delete cascade); insert into t values(1,5),(2,6); insert into c values(1,1),(2,2)",
  },
  {
    name: "08 fk-setnull",
    sql: "create table t(id integer primary key,a); create table c(id integer primary key,tid references t on delete set null); insert into t values(1,5); insert into c values(1,1)",
  },
  {
    name: "09 fk-self",
    sql: "create table t(id integer primary key,parent integer references t(id) on delete cascade, a); insert into t values(1,null,'r'),(2,1,'c'),(3,2,'g')",
  },
  {
    name: "10 fk-cycle",
    sql: "create table t(id integer primary key,u_id int references u(id) deferrable initially deferred); create table u(id integer primary key,t_id int references t(id) deferrable initially deferred); begin; insert into t values(1,1); insert into u values(1,1); commit",
  },
  {
    name: "11 fk-composite",
    sql: "create table t(a int,b int,c,unique(b,a)); create table c(x int,y int,foreign key(y,x) references t(b,a) on update cascade on delete restrict); insert into t values(1,2,3); insert into c values(1,2)",
  },
  {
    name: "12 fk-preexist",
    sql: "pragma foreign_keys=0; create table t(id integer primary key,a); create table c(tid references t(id)); insert into t values(1,1); insert into c values(99); pragma foreign_keys=1",
  },
  {
    name: "13 fk-missing-parent",
    sql: "pragma foreign_keys=0; create table t(id integer primary key,a references gone(id)); insert into t values(1,7); pragma foreign_keys=1",
  },
  {
    name: "14 autoinc",
    sql: "create table t(id integer primary key autoincrement,a); insert into t(id,a) values(1,'x'),(100,'y'); delete from t where id=100",
  },
  {
    name: "15 autoinc-empty",
    sql: "create table t(id integer primary key autoincrement,a); insert into t(a) values('x'),('y'); delete from t",
  },
  {
    name: "16 rowid-gaps",
    sql: "create table t(a); insert into t(rowid,a) values(10,'x'),(-5,'y'),(9223372036854775807,'z')",
  },
  { name: "17 rowid-shadow", sql: "create table t(rowid text, a); insert into t(_rowid_,rowid,a) values(42,'r',1)" },
  {
    name: "18 rowid-all-shadowed",
    sql: "create table t(rowid text, _rowid_ int, oid, a); create index i on t(a,rowid,_rowid_,oid); insert into t values('z',1,2,9),('y',2,3,8),('x',3,4,7); delete from t where a=8",
  },
  {
    name: "19 without-rowid",
    sql: "create table t(a text,b int,c,primary key(b desc,a)) without rowid; insert into t values('x',1,2),('y',2,3)",
  },
  {
    name: "20 strict-any",
    sql: "create table t(id int primary key,a any,b blob,c text) strict; insert into t values(1,'007',x'00ff','t'),(2,7,null,null),(3,1.5,x'','')",
  },
  {
    name: "21 strict-wr",
    sql: "create table t(id int primary key,a any) strict, without rowid; insert into t values(1,'007')",
  },
  {
    name: "22 generated",
    sql: "create table t(a int,s as (a*2) stored,v text generated always as (a||'x') virtual,b); create index tv on t(v); create unique index ts on t(s) where a>0; insert into t(a,b) values(1,'q'),(2,'w')",
  },
  {
    name: "23 collate",
    sql: "create table t(id integer primary key,a text collate nocase unique,b text collate rtrim); create index tb on t(b collate nocase desc,a collate binary); insert into t(a,b) values('A','b  '),('B','B')",
  },
  {
    name: "24 idx-partial-expr",
    sql: "create table t(id integer primary key,a,b); create index i1 on t(lower(a), b desc) where b is not null; create index i2 on t(a) -- why\n; create unique index \"i 3\" on t(json_extract(b,'$.x')) where a<>'it''s'; insert into t values(1,'Q','{\"x\":1}')",
  },
  {
    name: "25 conflict-clauses",
    sql: "create table t(id integer primary key on conflict ignore,a int not null on conflict replace default 7,b unique on conflict replace,c check(c>0)); insert into t values(1,1,1,1),(2,null,2,2)",
  },
  {
    name: "26 check-qualified",
    sql: 'create table t(a int,b int,check(t.a<=t.b),constraint "t" check("t".b>0)); insert into t values(1,2)',
  },
  {
    name: "27 constraint-names",
    sql: "create table t(id integer constraint pk primary key, a int constraint nn not null constraint uq unique constraint ck check(a>0) constraint df default 5 constraint co collate binary constraint fk references t(id) on delete set null deferrable initially deferred, constraint tk check(a<100), constraint tu unique(a,id), constraint tf foreign key(a) references t(id)); insert into t values(5,5)",
  },
  {
    name: "28 comments",
    sql: "create table t( -- head\n id integer primary key, -- the id, with ) and , inside\n /* doc of a */ a text default 'x--y', -- after a\n b int /* end */ -- b\n); insert into t values(1,'q',2)",
  },
  {
    name: "29 quoted-names",
    sql: 'create table t("a""b" int,[c d] text,`e.f`,"select" int,"" int,"ü😀" text); create index "my.idx" on t([c d],"a""b"); insert into t values(1,\'x\',2,3,4,\'é\')',
  },
  {
    name: "30 weird-table",
    table: 'we"ird. t',
    sql: 'create table "we""ird. t"(id integer primary key,a); create trigger "tr ""x" after insert on "we""ird. t" begin select 1; end; create index "i.x" on "we""ird. t"(a); create view v as select * from "we""ird. t"; insert into "we""ird. t" values(1,2)',
  },
  {
    name: "31 case-names",
    table: "T",
    sql: "create table T(Id integer primary key,A); create index I on t(a); create trigger TR after insert on T begin update t set A=a; end; create table c(x references T(ID) on delete cascade); insert into t values(1,2); insert into c values(1)",
  },
  {
    name: "32 types-odd",
    sql: "create table t(a,b \"\",c unsigned big int,d varchar(10,2),e string,f \"weird type(1)\",g date,h boolean,i double precision,j nvarchar(50)); insert into t values('1','1','1','1','007','x','2020-01-01',1,'1.50','z')",
  },
  {
    name: "33 int-pk-desc",
    sql: "create table t(id integer primary key desc,a); insert into t(rowid,id,a) values(7,1,'x'),(3,2,'y')",
  },
  {
    name: "34 int-pk-null",
    sql: "create table t(id int primary key,a); insert into t values(null,'x'),(null,'y'),(1,'z')",
  },
  {
    name: "35 defaults",
    sql: "create table t(id integer primary key,a default -1,b default +1.5e3,c default x'00ff',d default (datetime('now','+1 day')),e default current_timestamp,f default 'it''s',g default true,h default null,i default (1+2),j text default ''); insert into t(id) values(1)",
  },
  {
    name: "36 values",
    sql: "create table t(id integer primary key,a,b text); insert into t values(1,9223372036854775807,cast(x'61006200' as text)),(2,-9223372036854775808,cast(x'fffe41' as text)),(3,9e999,''),(4,-9e999,null),(5,x'',zeroblob(1000000)),(6,0.1+0.2,'é'),(7,-0.0,char(0))",
  },
  {
    name: "37 misfit",
    sql: "create table t(id integer primary key,a integer,b text,c real,d numeric); insert into t values(1,'abc',x'31','xyz','12abc'),(2,1.5,5,3,'1e2')",
  },
  {
    name: "38 fts-external",
    sql: "create table t(a text); create virtual table f using fts5(a,content='t',content_rowid='rowid'); create trigger f_ai after insert on t begin insert into f(rowid,a) values(new.rowid,new.a); end; create trigger f_ad after delete on t begin insert into f(f,rowid,a) values('delete',old.rowid,old.a); end; insert into t(rowid,a) values(5,'hello world'),(9,'bye')",
  },
  {
    name: "40 newname-taken",
    sql: "create table t(id integer primary key,a); create table new_t(z); create table t_new(z); create table _t_old(z); create table __new_t(z); create table joinery_new_1(z); create index joinery_new_2 on new_t(z); insert into t values(1,2)",
  },
  {
    name: "41 altered",
    sql: "create table t(id integer primary key); alter table t add column a text not null default 'z' ; alter table t add column b int check(b is not 3); alter table t rename column b to bb; alter table t add constraint k check(bb<100); insert into t values(1,'q',2)",
  },
  {
    name: "42 ctas",
    sql: "create table src(x int,y text); insert into src values(1,'a'); create table t as select x,y,x*1.5 z from src",
  },
  {
    name: "43 stat",
    sql: "create table t(id integer primary key,a); create index i on t(a); insert into t values(1,2),(2,3); analyze",
  },
  {
    name: "44 stat4",
    sql: "create table t(a text primary key, b unique, c) without rowid; create table u(x primary key, y); create index iy on u(y); insert into t values('p',1,2),('q',2,2); insert into u values(1,2),(2,2); analyze",
  },
  {
    name: "45 rtree",
    sql: "create table t(id integer primary key, lon real, lat real); create virtual table r using rtree(id,x0,x1,y0,y1); create trigger ri after insert on t begin insert into r values(new.id,new.lon,new.lon,new.lat,new.lat); end; create trigger rd after delete on t begin delete from r where id=old.id; end; insert into t values(1,2,3),(9,4,5)",
  },
  {
    name: "46 select-star-view",
    sql: "create table t(id integer primary key,a); create view v as select * from t; insert into t values(1,2)",
  },
  {
    name: "47 huge-cols",
    sql: `create table t(c0 int not null default 0,c1 text,c2 real,c3 blob,${list(96, (i) => `c${i + 4} ${["int", "text collate nocase", "real default 1.5", "check(true)", ""][i % 5]}`)}); insert into t default values`,
  },
  {
    name: "48 fts4-and-own-content",
    sql: "create table t(id integer primary key, body text); create virtual table f4 using fts4(body); create virtual table f5 using fts5(body, tokenize='porter'); create trigger ti after insert on t begin insert into f4(docid,body) values(new.id,new.body); insert into f5(rowid,body) values(new.id,new.body); end; insert into t values(3,'run running')",
  },
  {
    name: "49 update-of-trigger",
    sql: "create table t(id integer primary key,a,b); create table log(x); create trigger u1 after update of b on t for each row when new.b is not old.b begin insert into log select new.b from t where id=new.id; end; create trigger u2 before update on t begin select raise(ignore) where new.a=99; end; insert into t values(1,2,3); update t set b=4",
  },
  {
    name: "53 check-violators",
    sql: "create table t(id integer primary key,a int check(a>0)); pragma ignore_check_constraints=1; insert into t values(1,-5); pragma ignore_check_constraints=0; insert into t values(2,5)",
  },
  {
    name: "55 utf16",
    sql: "pragma encoding='UTF-16le'; create table t(id integer primary key,a text); insert into t values(1,'é😀'),(2,cast(x'3dd8' as text))",
  },
  {
    name: "57 fk-implicit-composite",
    sql: "create table t(a,b,c,primary key(a,b)); create table c(x,y,foreign key(x,y) references t on update cascade on delete set default); insert into t values(1,2,3); insert into c values(1,2)",
  },
  {
    name: "59 single-quoted-names",
    table: "t 1",
    sql: "create table 't 1'('a b' int, 'c' text default 'c', check('a b'>0)); insert into 't 1' values(1,'x')",
  },
  {
    name: "60 odd-layout",
    sql: "create  table/*x*/t/*y*/(/*1*/a/*2*/int/*3*/,/*4*/\r\n\tb\ttext\tdefault\t'a,b)'/*5*/\r\n,c,--last\r\nd /* multi\r\nline, ) */ check(d is null or length(d)>0)/*6*/)/*7*/; insert into t values(1,'q',2,'d')",
  },
  {
    name: "61 keyword-columns",
    sql: "create table t(key int, no text, action, match, \"check\" int check(\"check\">0), \"unique\" text unique, \"constraint\", \"default\" default 'default', \"references\" int references t(key), primary key(key)); insert into t values(1,'n','a','m',1,'u','c','d',1)",
  },
  {
    name: "66 union-view",
    sql: "create table t(a,b); create table u(a,b); create view v as select * from t union all select * from u; insert into t values(1,2); insert into u values(3,4)",
  },
  {
    name: "100 generated-chain",
    sql: "create table t(a int, b as (a+1), c as (b+1) stored, d int default 4, check(c>0)); create index ic on t(c,b); insert into t(a) values(1),(2)",
  },
  {
    name: "101 name-in-strings",
    sql: "create table t(a text check(a<>'t.a' and a<>'create table t(' and a<>'\"t\"'), b default 't'); create view v as select 't' as t, t.a from t as t; insert into t values('x','y')",
  },
  {
    name: "102 digit-separators",
    sql: "create table t(id integer primary key,a int default 1_000 check(a < 1_000_000), b as (a * 1_0)); insert into t(id,a) values(1,5)",
  },
  {
    name: "103 unique-index-parent",
    sql: "create table t(id integer primary key, code text); create unique index tc on t(code); create table c(code references t(code) on update cascade); insert into t values(1,'a'),(2,'b'); insert into c values('a'),('b')",
  },
  {
    name: "104 partial-unique",
    sql: "create table t(id integer primary key,a,live int default 1); create unique index one_live on t(a) where live; insert into t values(1,'x',1),(2,'x',0),(3,'x',0)",
  },
  {
    name: "105 header-numbers",
    sql: "pragma user_version=77; pragma application_id=1234567; create table t(id integer primary key,a); insert into t values(1,2)",
  },
  {
    name: "106 small-pages-autovacuum",
    sql: "pragma page_size=512; pragma auto_vacuum=1; create table t(id integer primary key,a); with recursive n(i) as (select 1 union all select i+1 from n where i<20) insert into t select i, zeroblob(700) from n",
  },
  {
    name: "107 wal",
    sql: "pragma journal_mode=wal; create table t(id integer primary key,a); insert into t values(1,2),(5,6)",
  },
  {
    name: "108 recursive-view",
    sql: "create table t(id integer primary key,parent int,a); create view tree as with recursive w(id,depth) as (select id,0 from t where parent is null union all select t.id,depth+1 from t join w on t.parent=w.id) select w.id, depth, t.a from w join t using(id); insert into t values(1,null,'r'),(2,1,'c')",
  },
  {
    name: "109 two-broken-triggers",
    sql: "create table t(id integer primary key,a); create trigger ok after insert on t begin select 1; end; create trigger bad after insert on t begin insert into gone values(1); end; create view bad2 as select nope from t",
  },
  {
    name: "110 view-over-two",
    sql: "create table t(id integer primary key,a); create table s(id integer primary key,t_id references t,b); create view v as select s.b, t.a from s join t on t.id=s.t_id; create trigger vt instead of update of a on v begin update t set a=new.a; end; insert into t values(1,'x'); insert into s values(1,1,'y')",
  },
  {
    name: "111 without-rowid-unique",
    sql: "create table t(k text collate nocase primary key, u int unique, v text not null default 'x' unique on conflict replace, check(length(k)>0)) without rowid, strict; insert into t values('A',1,'p'),('b',2,'q')",
  },
  {
    name: "112 if-not-exists-and-temp-words",
    sql: "create table if not exists main.t(temp int, main text, t text, constraint c1 check(t<>'')); insert into t values(1,'m','t')",
  },
  {
    name: "113 inline-everything",
    sql: "create table t(id integer not null primary key asc autoincrement, a text collate nocase not null unique default 'a' check(a <> '') references t(a) match simple on delete restrict on update set null not deferrable); insert into t values(10,'a')",
  },
  {
    name: "114 null-clause",
    sql: "create table t(id integer primary key, a int null, b text null default null); insert into t values(1,null,null)",
  },
  {
    name: "115 expression-default-comment",
    sql: "create table t(id integer primary key, a default (/* not ) here */ 1 + 2), b text default ('--' || 'x') -- tail\n, c); insert into t(id) values(1)",
  },
  {
    name: "116 empty",
    sql: "create table t(id integer primary key,a text not null, b unique); create view v as select count(*) n from t",
  },
  {
    name: "117 many-rows",
    sql: "create table t(id integer primary key,a text,b int); create index ib on t(b); create table c(t_id integer references t on delete cascade); with recursive n(i) as (select 1 union all select i+1 from n where i<3000) insert into t select i*3, 'row '||i, i%17 from n; insert into c select id from t",
  },
  {
    name: "118 stale-autoindex-statistics",
    sql: "create table t(a unique, b unique, c); insert into t values(1,2,3),(2,3,4); analyze",
  },
  {
    name: "119 notnull-conflict-names",
    sql: "create table t(a int constraint n1 not null on conflict fail, b int constraint n2 not null, constraint n2 check(b>0)); insert into t values(1,2)",
  },
];

/** Cases made with connections that older programs had, or by other means than SQL. */
export const specialCases: readonly Case[] = [
  {
    name: "50 dqs",
    sql: "create table t(id integer primary key, kind text check(kind in ('a','b')) default 'a', x int); create table u(id integer primary key, k text); create index ix on t(x) where kind='a'; create view v as select id,'lit' l from t where kind='a'; create trigger tr after insert on t when new.kind='a' begin update t set x=1 where id=new.id; end; insert into u values(1,'z')",
    setup: (db) => {
      for (const text of ["'a'", "'b'", "'lit'"]) rewrite(db, text, text.replaceAll("'", '"'));
    },
  },
  {
    name: "51 coll",
    sql: "create table t(id integer primary key, n text collate nocase, x int); create table u(a, b); create index i on t(n); insert into u values(1,2)",
    setup: (db) => rewrite(db, "collate nocase", "collate unicase"),
  },
  {
    name: "52 fn",
    sql: "create table t(id integer primary key, n text check(upper(n)<>'z')); create table u(a, g as (upper(a))); insert into t values(1,'q')",
    setup: (db) => rewrite(db, "upper(", "myfn("),
  },
  {
    name: "54 notnull-violators",
    sql: "create table t(id integer primary key, a int, b); insert into t values(1,null,2),(2,3,4)",
    setup: (db) => rewrite(db, "a int,", "a int not null,"),
  },
  {
    name: "120 missing-module",
    sql: "create table t(id integer primary key,a); create virtual table f using fts5(a); insert into t values(1,2)",
    setup: (db) => rewrite(db, "using fts5", "using nosuchmodule"),
  },
];
