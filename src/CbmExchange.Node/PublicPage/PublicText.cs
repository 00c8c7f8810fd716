using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Participants;
using CbmExchange.Store.Public;

namespace CbmExchange.Node.PublicPage;

/// <summary>
/// The public page as bytes. Links are relative, so that it reads the same under any address; ids are permanent.
/// </summary>
internal sealed class PublicText(NodeIdentity self, ParticipantTable participants, KeyRing keys)
{
    /// <summary>How the name of a statement's file ends.</summary>
    public const string StatementEnd = ".sd-jwt";

    private const string AtomNamespace = "http://www.w3.org/2005/Atom";

    private const string Withdrawn =
        "Withdrawn by its originator, who no longer stands by it. Copies elsewhere cannot be recalled.";

    /// <summary>Its designator.</summary>
    public string Designator => self.Designator;

    /// <summary>The list: each record as it stands.</summary>
    public byte[] List(ImmutableArray<PublicRow> rows, string next) => ToJson(json =>
    {
        json.WriteStartObject();
        WriteOrigin(json);
        json.WriteStartArray("records");
        foreach (var row in rows)
        {
            WriteHead(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (next.Length > 0)
        {
            json.WriteString("next", next);
        }

        json.WriteEndObject();
    });

    /// <summary>One record with all its versions, the newest first.</summary>
    public byte[] Record(ImmutableArray<PublicRow> versions) => ToJson(json =>
    {
        WriteHead(json, versions[0]);
        WriteOrigin(json);
        json.WriteStartArray("versions");
        foreach (var version in versions)
        {
            WriteVersion(json, version);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>JSON Feed 1.1.</summary>
    public byte[] JsonFeed(ImmutableArray<PublicRow> rows) => ToJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("version", "https://jsonfeed.org/version/1.1");
        json.WriteString("title", Title);
        json.WriteString("feed_url", "/feed.json");
        json.WriteStartArray("items");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("id", IdOf(row));
            json.WriteString("url", PathOf(row));
            json.WriteString("title", TitleOf(row));
            json.WriteString("content_text", SummaryOf(row));
            json.WriteString("date_modified", Stamp(row.ChangedAt));
            json.WriteStartArray("tags");
            json.WriteStringValue(row.Header.RecordType);
            json.WriteStringValue(StateOf(row));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Atom (RFC 4287).</summary>
    public byte[] Atom(ImmutableArray<PublicRow> rows)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("feed", AtomNamespace);
            xml.WriteElementString("id", $"urn:uuid:{self.Participant.Value}");
            xml.WriteElementString("title", Title);
            xml.WriteElementString("updated", Stamp(rows.IsEmpty ? default : rows.Max(row => row.ChangedAt)));
            xml.WriteStartElement("author");
            xml.WriteElementString("name", Name);
            xml.WriteEndElement();
            WriteLink(xml, "self", "/feed.atom");
            foreach (var row in rows)
            {
                WriteEntry(xml, row);
            }

            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    /// <summary>
    /// The public keys that sign statements, as a JWK set (RFC 7517). Whether they are this State's must be known from
    /// elsewhere: whoever changed this page could change them too.
    /// </summary>
    public byte[] Keys() => ToJson(json =>
    {
        json.WriteStartObject();
        WriteOrigin(json);
        json.WriteStartArray("keys");
        foreach (var key in keys.Descriptors.SelectMany(version => version.Keys)
            .Where(key => key.Purpose == KeyPurpose.Statement).DistinctBy(key => key.Key.Id))
        {
            var point = PublicKeys.PointOf(key.Key);
            json.WriteStartObject();
            json.WriteString("kty", "EC");
            json.WriteString("crv", "P-256");
            json.WriteString("x", point.X);
            json.WriteString("y", point.Y);
            json.WriteString("alg", "ES256");
            json.WriteString("use", "sig");
            json.WriteString("kid", key.Key.Id.Hex);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Name of this participant, as this instance knows it.</summary>
    public string Name => participants.State.Participants.TryGetValue(self.Participant, out var known)
        && known.Names.Length > 0
        ? known.Names[0].Text
        : self.Designator;

    private string Title => $"Public records of {Name}";

    private static void WriteEntry(XmlWriter xml, PublicRow row)
    {
        xml.WriteStartElement("entry");
        xml.WriteElementString("id", IdOf(row));
        xml.WriteElementString("title", TitleOf(row));
        xml.WriteElementString("published", Stamp(row.ReleasedAt));
        xml.WriteElementString("updated", Stamp(row.ChangedAt));
        xml.WriteStartElement("category");
        xml.WriteAttributeString("term", row.Header.RecordType);
        xml.WriteEndElement();
        WriteLink(xml, "alternate", PathOf(row));
        xml.WriteElementString("summary", SummaryOf(row));
        xml.WriteEndElement();
    }

    private static void WriteLink(XmlWriter xml, string relation, string href)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", href);
        xml.WriteEndElement();
    }

    private void WriteOrigin(Utf8JsonWriter json)
    {
        json.WriteString("originator", self.Designator);
        json.WriteString("originatorName", Name);
        json.WriteString("originatorId", self.Participant.Value);
        json.WriteString("marking", Domain.Release.TlpLabels.Clear);
    }

    // Leaves the object open.
    private static void WriteHead(Utf8JsonWriter json, PublicRow row)
    {
        json.WriteStartObject();
        json.WriteString("id", IdOf(row));
        json.WriteString("url", PathOf(row));
        json.WriteString("recordType", row.Header.RecordType);
        json.WriteString("title", TitleOf(row));
        json.WriteString("state", StateOf(row));
        json.WriteString("changedAt", Stamp(row.ChangedAt));
        json.WriteString("contentHash", row.ContentHash.Hex);
        if (row.WithdrawnAt is { } withdrawnAt)
        {
            json.WriteString("withdrawnAt", Stamp(withdrawnAt));
            json.WriteString("withdrawalReason", row.WithdrawalReason);
            json.WriteString("notice", Withdrawn);
        }
    }

    private static void WriteVersion(Utf8JsonWriter json, PublicRow row)
    {
        json.WriteStartObject();
        json.WriteString("contentHash", row.ContentHash.Hex);
        json.WriteString("state", StateOf(row));
        json.WriteString("releasedAt", Stamp(row.ReleasedAt));
        if (row.EndedAt is { } endedAt)
        {
            json.WriteString("endedAt", Stamp(endedAt));
        }

        if (row.Correction is { } correction)
        {
            json.WriteString("correctedBecause", correction.ReasonClass);
            json.WriteString("whatWasWrong", correction.WhatWasWrong);
        }

        if (row.WithdrawnAt is null)
        {
            json.WritePropertyName("content");
            row.Content.Claims.WriteTo(json);
            json.WriteString("statement", StatementPathOf(row));
        }

        json.WriteEndObject();
    }

    private static string StateOf(PublicRow row) =>
        row.WithdrawnAt is not null ? "withdrawn" : row.EndedAs ?? "published";

    /// <summary>Where the signed statement of a version is.</summary>
    public static string StatementPathOf(PublicRow row) => $"{PathOf(row)}/{row.ContentHash.Hex}{StatementEnd}";

    private static string IdOf(PublicRow row) => $"urn:uuid:{row.Header.RecordId.Value}";

    private static string PathOf(PublicRow row) => $"/records/{row.Header.RecordId.Value}";

    private static string TitleOf(PublicRow row) =>
        (row.WithdrawnAt is null ? "" : "Withdrawn: ")
        + (PublicTitles.Of(row.Content) is { Length: > 0 } title ? title : row.Header.RecordType);

    private static string SummaryOf(PublicRow row) =>
        row.WithdrawnAt is null ? $"{row.Header.RecordType}, version {row.ContentHash.Hex[..12]}" : Withdrawn;

    private static string Stamp(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static byte[] ToJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
