/** The members of the club, what they pay, when they come, and what changed about them. */
import { CLUB_TODAY, dayNumber, epochSeconds, isoDate, isoDateTime } from "./calendar.ts";
import { makeName, NAME_COUNTRIES } from "./names.ts";
import { random } from "./random.ts";

export interface Member {
  id: number;
  name: string;
  email: string | null;
  phone: string | null;
  address: string;
  joined_on: string;
  status: string;
  invited_by: number | null;
  newsletter: boolean;
  preferences: string | null;
  updated_at: string | null;
}

export interface Payment {
  id: number;
  member_id: number;
  paid_on: string;
  amount_cents: number;
  method: string;
  purpose: string;
  receipt: number | string | null;
}

export interface DoorEvent {
  at: number;
  member_id: number | null;
  direction: string;
  note: string | null;
}

export interface AuditEntry {
  id: number;
  at: string;
  table_name: string;
  row_id: number;
  action: string;
  old_values: string | null;
  new_values: string | null;
}

const STREETS = [
  "Lantern Street",
  "Quay Lane",
  "Orchard Row",
  "Tidewater Road",
  "Mill Hill",
  "Signal Yard",
  "Dyers’ Passage",
  "Harbour View",
];
const GENRES = ["drama", "comedy", "noir", "documentary", "silent", "animation", "western"];

function emailOf(name: string, id: number): string {
  const plain = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return `${plain.replaceAll(/[^a-z]+/g, ".")}${id % 7 === 0 ? id : ""}@example.${["org", "net", "com"][id % 3]}`;
}

/** 950 members, in the order in which they joined. */
export function makeMembers(): Member[] {
  const rnd = random("members");
  const members: Member[] = [];
  const emails = new Set<string>();
  const first = dayNumber(2009, 3, 1);
  for (let id = 1; id <= 950; id++) {
    const { given, family } = makeName(rnd, rnd.chance(0.4) ? "GB" : rnd.pick(NAME_COUNTRIES));
    const name = `${given} ${family}`;
    const joined = first + Math.floor(((CLUB_TODAY - first) * (id + rnd.next())) / 952);
    let email: string | null = emailOf(name, id);
    if (emails.has(email)) email = emailOf(`${name} ${String.fromCharCode(97 + (id % 26))}`, id * 7);
    if (rnd.chance(0.05) || emails.has(email)) email = null;
    if (email) emails.add(email);
    members.push({
      id,
      name,
      email,
      phone: rnd.chance(0.25) ? null : `+44 117 496 0${rnd.int(100, 999)}`, // a range set aside for fiction
      address: rnd.chance(0.1) ? "" : `${rnd.int(1, 180)} ${rnd.pick(STREETS)}`,
      joined_on: isoDate(joined),
      status: id <= 6 ? "honorary" : rnd.chance(0.74) ? "active" : rnd.pick(["paused", "left", "left"]),
      invited_by: id > 6 && rnd.chance(0.45) ? rnd.pickEarly(members, 1.4).id : null,
      newsletter: rnd.chance(0.7),
      preferences: rnd.chance(0.35)
        ? null
        : JSON.stringify({
            likes: rnd.sample(GENRES, rnd.int(1, 3)),
            seat: rnd.pick(["aisle", "front", "back", null]),
            reminders: { email: rnd.chance(0.6), days: rnd.int(1, 7) },
          }),
      updated_at: rnd.chance(0.5) ? null : isoDateTime(epochSeconds(rnd.int(joined, CLUB_TODAY), rnd.int(480, 1320))),
    });
  }
  return members;
}

/** A yearly fee for the last years of each membership, and now and then a gift. */
export function makePayments(members: readonly Member[]): Payment[] {
  const rnd = random("payments");
  const payments: Payment[] = [];
  for (const member of members) {
    const joined = Number(member.joined_on.slice(0, 4));
    for (let year = Math.max(joined, 2022); year <= 2026; year++) {
      if (member.status === "honorary" || (member.status === "left" && year > joined + 2) || rnd.chance(0.06)) continue;
      const isGift = rnd.chance(0.08);
      const day = Math.min(
        CLUB_TODAY,
        Math.max(dayNumber(year, 1, 1) + rnd.int(0, 175), Date.parse(member.joined_on) / 86_400_000),
      );
      payments.push({
        id: 0,
        member_id: member.id,
        paid_on: isoDate(day),
        amount_cents: isGift ? rnd.int(5, 200) * 100 : rnd.pick([3600, 3600, 3600, 2400, 4800]),
        method: isGift ? "gift" : rnd.pick(["cash", "card", "card", "transfer"]),
        purpose: isGift ? rnd.pick(["new projector", "film restoration", ""]) : "membership",
        receipt: rnd.chance(0.1)
          ? null
          : rnd.chance(0.5)
            ? rnd.int(10_000, 999_999)
            : `R-${year}/${rnd.int(100, 9999)}`,
      });
    }
  }
  payments.sort((one, other) =>
    one.paid_on < other.paid_on ? -1 : one.paid_on > other.paid_on ? 1 : one.member_id - other.member_id,
  );
  return payments.map((payment, index) => ({ ...payment, id: index + 1 }));
}

/** The turnstile of the last weeks. It stutters: some lines come twice. */
export function makeDoorLog(members: readonly Member[]): DoorEvent[] {
  const rnd = random("door");
  const log: DoorEvent[] = [];
  let at = epochSeconds(CLUB_TODAY - 45, 10 * 60);
  while (log.length < 2000) {
    at += rnd.int(20, 3500);
    const event: DoorEvent = {
      at,
      member_id: rnd.chance(0.1) ? null : rnd.pickEarly(members, 1.3).id,
      direction: rnd.chance(0.51) ? "in" : "out",
      note: rnd.chance(0.03) ? rnd.pick(["card unreadable", "door held open", "🚲", ""]) : null,
    };
    log.push(event);
    if (rnd.chance(0.02)) log.push({ ...event });
  }
  return log;
}

/** The log as the triggers would have written it over the last year. */
export function makeAuditLog(members: readonly Member[]): AuditEntry[] {
  const rnd = random("audit");
  const entries: AuditEntry[] = [];
  let at = epochSeconds(CLUB_TODAY - 365, 9 * 60);
  for (let id = 1; id <= 240; id++) {
    at += rnd.int(600, 250_000);
    const { id: rowId, name, email, status } = rnd.pick(members);
    const now = { name, email, status };
    const before = rnd.chance(0.5)
      ? { ...now, email: null }
      : { ...now, status: status === "active" ? "paused" : "active" };
    const isNew = rnd.chance(0.2);
    entries.push({
      id,
      at: isoDateTime(Math.min(at, epochSeconds(CLUB_TODAY, 18 * 60))),
      table_name: "members",
      row_id: rowId,
      action: isNew ? "insert" : "update",
      old_values: isNew ? null : JSON.stringify(before),
      new_values: JSON.stringify(now),
    });
  }
  return entries;
}
