using CbmExchange.Contracts.Exchange.V1;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Web.PublicPage;

/// <summary>
/// Whose public page it is, and how it is read now. The host makes it; nothing else is known to the pages.
/// </summary>
/// <param name="Name">Name of the participant.</param>
/// <param name="Designator">Its designator.</param>
/// <param name="Types">Types of which something was released to the public.</param>
/// <param name="Language">The language chosen by address; empty when the browser's is used.</param>
public sealed record PublicSite(string Name, string Designator, IReadOnlyList<PublicType> Types, string Language)
{
    /// <summary>An address in the language that was chosen. There is no cookie that could remember it.</summary>
    internal string At(string path) =>
        Language.Length == 0 ? path : $"{path}{(path.Contains('?') ? '&' : '?')}lang={Language}";
}

/// <summary>A type of record.</summary>
/// <param name="Code">E.g. national-document.</param>
/// <param name="Label">Its English label.</param>
public sealed record PublicType(string Code, string Label);

/// <summary>A record as a list names it.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">Its permanent id.</param>
/// <param name="Body">What stands of it now; empty when withdrawn.</param>
/// <param name="ChangedAt">When it changed last.</param>
/// <param name="WithdrawnAt">When it was withdrawn; null while it stands.</param>
public sealed record PublicEntry(
    PublicType Type, string Id, RecordBody Body, Timestamp ChangedAt, Timestamp? WithdrawnAt)
{
    /// <summary>Where it is for good.</summary>
    internal string Path => $"/records/{Id}";
}

/// <summary>A list.</summary>
/// <param name="Entries">The records, those that changed last first.</param>
/// <param name="Type">The type asked for; null for all.</param>
/// <param name="Here">Path of this page.</param>
/// <param name="Json">Path of the same for programs.</param>
/// <param name="Next">Path of the next page; empty when there is none.</param>
public sealed record PublicListing(
    IReadOnlyList<PublicEntry> Entries, PublicType? Type, string Here, string Json, string Next);

/// <summary>One version of a record.</summary>
/// <param name="ContentHash">The version.</param>
/// <param name="Body">The part released to the public.</param>
/// <param name="ReleasedAt">When it was released.</param>
/// <param name="IsCorrected">True when it was replaced because something in it was wrong.</param>
/// <param name="EndedAt">When another took its place; null while it stands.</param>
/// <param name="CorrectionReason">Label of the reason; empty without one.</param>
/// <param name="WhatWasWrong">In the originator's words.</param>
/// <param name="Statement">Path of its signed statement; empty when withdrawn.</param>
public sealed record PublicVersion(
    string ContentHash, RecordBody Body, Timestamp ReleasedAt, bool IsCorrected, Timestamp? EndedAt,
    string CorrectionReason, string WhatWasWrong, string Statement);

/// <summary>A record with its history.</summary>
/// <param name="Entry">What it is.</param>
/// <param name="Provenance">Label of its provenance.</param>
/// <param name="AuthoritativeLanguages">BCP 47 tags.</param>
/// <param name="WithdrawalReason">Label of the reason; empty while it stands.</param>
/// <param name="Versions">The newest first; at least one.</param>
public sealed record PublicRecord(
    PublicEntry Entry, string Provenance, IReadOnlyList<string> AuthoritativeLanguages, string WithdrawalReason,
    IReadOnlyList<PublicVersion> Versions);
