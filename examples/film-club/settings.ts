/** What the club has agreed on: values of every type in one STRICT table. */

export interface Setting {
  key: string;
  value: string | number | bigint | null | Buffer;
  remark: string;
}

export function makeSettings(): Setting[] {
  return [
    { key: "club.name", value: "Lantern Street Film Club", remark: "" },
    { key: "club.motto", value: "See you in the dark 🎞️", remark: "On the door, too" },
    { key: "club.founded", value: "2009-03-01", remark: "The night of the power cut" },
    { key: "club.chair", value: null, remark: "Vacant since the vote on popcorn" },
    { key: "loan.days", value: 14, remark: "" },
    { key: "loan.fee_per_day", value: 0.5, remark: "Euro; pays for the piano tuner" },
    { key: "loan.limit", value: 3, remark: "Films at a time" },
    { key: "member.fee_cents", value: 3600, remark: "A year" },
    { key: "member.fee_reduced_cents", value: 2400, remark: "" },
    { key: "rfid.key", value: 8_612_094_417_330_201_857n, remark: "64 bits" },
    { key: "rfid.salt", value: Buffer.from("c0ffee0de1a7e12e", "hex"), remark: "BLOB" },
    { key: "screening.doors_open_min", value: 30, remark: "Before the start" },
    { key: "screening.intermission", value: "", remark: "The empty text, which is not NULL" },
  ];
}
