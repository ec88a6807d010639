/** A field for a path or a SQLAlchemy URL (`sqlite:///…`), pasted or typed. */
import { type ReactNode, useState } from "react";
import { Form, Input, Label, TextField } from "react-aria-components";
import { Button } from "../../ui/button.tsx";
import styles from "./address-field.module.css";

interface AddressFieldProps {
  readonly busy: boolean;
  readonly onOpen: (address: string) => void;
}

/** Enter opens what is written. */
export function AddressField({ busy, onOpen }: AddressFieldProps): ReactNode {
  const [address, setAddress] = useState("");
  return (
    <Form
      className={styles.form ?? ""}
      onSubmit={(event) => {
        event.preventDefault();
        if (address.trim() !== "") onOpen(address);
      }}
    >
      <TextField value={address} onChange={setAddress} className={styles.field ?? ""}>
        <Label className={styles.label ?? ""}>Path or URL</Label>
        <Input className={styles.input ?? ""} placeholder="~/movies.db or sqlite:///movies.db" spellCheck="false" />
      </TextField>
      <Button type="submit" isDisabled={busy || address.trim() === ""}>
        Open
      </Button>
    </Form>
  );
}
