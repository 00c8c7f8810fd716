using System.Text.Json;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;
using Google.Protobuf.Reflection;

namespace CbmExchange.Envelopes.Statements;

/// <summary>
/// Opens statements of a peer (RFC 9901 §7.1, our profile in PROTOCOL.md §3). Nothing of the payload is read before the
/// signature holds. A statement has no date, so a key that was valid once and retired since still opens it; the
/// checkpoint over the entry says when it was released.
/// </summary>
public static class StatementVerifier
{
    /// <summary>Opens a statement with the disclosures at hand.</summary>
    /// <param name="jwt">The issuer-signed JWT, ASCII, without disclosures.</param>
    /// <param name="disclosures">base64url disclosures in any order; fewer than were released is no fault.</param>
    /// <param name="keys">The admitted keys of the participant in whose stream it stands.</param>
    /// <param name="now">Our clock.</param>
    public static Verdict<VerifiedStatement, StatementFault> Open(
        ReadOnlySpan<byte> jwt,
        IReadOnlyList<string> disclosures,
        PeerKeys keys,
        DateTimeOffset now
    )
    {
        if (
            jwt.Length + disclosures.Sum(disclosure => (long)disclosure.Length) > EnvelopeLimits.SealedEntryBytesMax
            || disclosures.Count > EnvelopeLimits.DisclosuresMax
        )
        {
            return new StatementFault(StatementFaults.OverLong, "The statement is longer than 256 KiB.");
        }

        if (JwtParts.TryRead(jwt) is not { } parts)
        {
            return new StatementFault(StatementFaults.Malformed, "The statement is not a signed JWT.");
        }

        var signer = FindSigner(parts, keys, now);
        if (!signer.IsAccepted)
        {
            return signer.Fault;
        }

        if (StatementJson.TryRead(parts.Payload) is not { ValueKind: JsonValueKind.Object } payload)
        {
            return new StatementFault(StatementFaults.Malformed, "The statement does not hold claims.");
        }

        var header = ReadHeader(payload, keys);
        if (!header.IsAccepted)
        {
            return header.Fault;
        }

        var content = ReadContent(header.Value, payload, disclosures);
        return content.IsAccepted
            ? new VerifiedStatement(header.Value, content.Value, IssuedStatement.HashOf(jwt), signer.Value)
            : content.Fault;
    }

    private static Verdict<PeerKey, StatementFault> FindSigner(JwtParts parts, PeerKeys keys, DateTimeOffset now)
    {
        // RFC 8725 §3.1: the algorithm is ours to fix, never the token's to choose.
        if (parts.HeaderText("alg") != StatementIssuer.Algorithm || parts.Header.TryGetProperty("crit", out _))
        {
            return new StatementFault(StatementFaults.WrongAlgorithm, "The statement is not signed with ES256 alone.");
        }

        if (parts.HeaderText("typ") != StatementIssuer.TokenType)
        {
            return new StatementFault(StatementFaults.WrongTokenType, "The signed token is not a statement.");
        }

        if (parts.HeaderText("kid") is not { } hint || keys.Find(KeyPurpose.Statement, new KeyId(hint)) is not { } key)
        {
            return new StatementFault(
                StatementFaults.UnknownKey,
                "The key of the statement is no admitted statement key of its originator."
            );
        }

        if (key.StandingAt(now) == KeyStanding.NotYetValid)
        {
            return new StatementFault(StatementFaults.KeyNotYetValid, "The key of the statement is not valid yet.");
        }

        if (!key.Key.Verify(parts.SigningInput, parts.Signature, SignatureForm.Concatenated))
        {
            return new StatementFault(StatementFaults.Forged, "The signature of the statement does not hold.");
        }

        return key;
    }

    private static Verdict<RecordHeader, StatementFault> ReadHeader(JsonElement payload, PeerKeys keys)
    {
        // Reserved names may stand at the top of the payload only; what lies under other claims must be plain.
        if (
            payload
                .EnumerateObject()
                .Any(claim =>
                    claim.Name == HeaderClaims.Placeholder
                    || (!HeaderClaims.IsReserved(claim.Name) && StatementJson.HoldsReservedName(claim.Value))
                )
        )
        {
            return new StatementFault(StatementFaults.ReservedName, "A claim uses a name that SD-JWT reserves.");
        }

        if (HeaderClaims.TryRead(payload) is not { } header)
        {
            return new StatementFault(
                StatementFaults.HeaderInvalid,
                "A claim that is always disclosed is missing or not as it must be."
            );
        }

        if (header.Originator != keys.Participant)
        {
            return new StatementFault(
                StatementFaults.WrongOriginator,
                "The statement speaks for another participant than its stream."
            );
        }

        return header;
    }

    private static Verdict<RecordContent, StatementFault> ReadContent(
        RecordHeader header,
        JsonElement payload,
        IReadOnlyList<string> disclosures
    )
    {
        if (!RecordSchemas.CanRead(header.RecordType, header.SchemaVersion))
        {
            return new StatementFault(
                StatementFaults.UnknownSchema,
                "The record type or its version is newer than this node."
            );
        }

        var reader = new DisclosureReader();
        if (reader.Read(payload, disclosures) is not { } fields)
        {
            return reader.Fault!;
        }

        var schema = RecordSchemas.Find(header.RecordType)!;
        if (HasSecondSpelling(schema, fields.Keys))
        {
            return new StatementFault(StatementFaults.ClaimCollision, "A field is named in a second spelling.");
        }

        var content = Assemble(schema, fields);
        return RecordSchemas.TryToMessage(header.RecordType, content) is null
            ? new StatementFault(StatementFaults.ContentUnreadable, "The disclosed content is not of its record type.")
            : content;
    }

    // proto3-JSON parsers also take a field's proto name; in a statement it has one name only.
    private static bool HasSecondSpelling(MessageDescriptor schema, IEnumerable<string> names) =>
        names.Any(name => schema.FindFieldByName(name) is { } field && field.JsonName != name);

    private static RecordContent Assemble(MessageDescriptor schema, Dictionary<string, JsonElement> fields)
    {
        var known = RecordSchemas.FieldNames(schema).ToList();
        var order = known
            .Where(fields.ContainsKey)
            .Concat(fields.Keys.Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var json = StatementJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var name in order)
            {
                writer.WritePropertyName(name);
                fields[name].WriteTo(writer);
            }

            writer.WriteEndObject();
        });
        using var document = JsonDocument.Parse(json);
        return new RecordContent(document.RootElement);
    }
}
