using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Publishing;
using CbmExchange.Store.Public;
using CbmExchange.Store.Readings;
using CbmExchange.Web.PublicPage;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.PublicPage;

/// <summary>
/// The public page for people. It hands rows of the table of public releases, and nothing else, to the components of
/// Web that show them.
/// </summary>
internal sealed class PublicHtml(ReadModels models, PublicText text, PublicRendering rendering, TimeProvider time)
{
    private volatile KnownTypes known = new([], DateTimeOffset.MinValue);

    /// <summary>A list.</summary>
    public async Task<byte[]> ListAsync(
        HttpRequest request, string? type, ImmutableArray<PublicRow> rows, string next,
        CancellationToken cancellationToken)
    {
        var site = await SiteAsync(request, rows, cancellationToken).ConfigureAwait(false);
        var after = PublicRequest.After(request)?.Value;
        var listing = new PublicListing(
            [.. rows.Select(Entry)],
            type is null ? null : TypeOf(type),
            PublicRequest.PathWith(PathOf(type), ("after", after)),
            PublicRequest.PathWith("/records.json", ("type", type), ("after", after)),
            next);
        return await rendering.ListAsync(site, listing, PublicRendering.CultureOf(request)).ConfigureAwait(false);
    }

    /// <summary>Path of the list of a type, of all for null.</summary>
    public static string PathOf(string? type) => type is null ? "/" : $"/types/{type}";

    /// <summary>A record.</summary>
    public async Task<byte[]> RecordAsync(
        HttpRequest request, ImmutableArray<PublicRow> versions, CancellationToken cancellationToken)
    {
        var site = await SiteAsync(request, [], cancellationToken).ConfigureAwait(false);
        var culture = PublicRendering.CultureOf(request);
        var language = culture.TwoLetterISOLanguageName;
        var newest = versions[0];
        var record = new PublicRecord(
            Entry(newest),
            Label("provenance", newest.Header.Provenance, language),
            newest.Header.AuthoritativeLanguages,
            newest.WithdrawalReason is { } reason ? Label("withdrawal-reason", reason, language) : "",
            [.. versions.Select(version => Version(version, language))]);
        return await rendering.RecordAsync(site, record, culture).ConfigureAwait(false);
    }

    /// <summary>
    /// That there is nothing, or (<paramref name="isAway"/>) that nothing can be said now. It asks the store nothing,
    /// so that what is hidden takes as long as what never was.
    /// </summary>
    public Task<byte[]> NoticeAsync(HttpRequest request, bool isAway) => rendering.NoticeAsync(
        new PublicSite(text.Name, text.Designator, [], PublicRequest.Language(request)), isAway,
        PublicRendering.CultureOf(request));

    // What stands on the page itself is never missing among the types, however old their memory is.
    private async Task<PublicSite> SiteAsync(
        HttpRequest request, ImmutableArray<PublicRow> rows, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - known.At >= PublicLimits.TypesKept || now < known.At)
        {
            known = new(await models.Public.TypesAsync(cancellationToken).ConfigureAwait(false), now);
        }

        var types = known.Codes.Concat(rows.Select(row => row.Header.RecordType)).Distinct().Order();
        return new PublicSite(
            text.Name, text.Designator, [.. types.Select(TypeOf)], PublicRequest.Language(request));
    }

    private static PublicType TypeOf(string code) => new(code, RecordCatalogue.Find(code)?.Label ?? code);

    private static PublicEntry Entry(PublicRow row) => new(
        TypeOf(row.Header.RecordType), row.Header.RecordId.Value, BodyOf(row), At(row.ChangedAt),
        row.WithdrawnAt is { } withdrawnAt ? At(withdrawnAt) : null);

    private static PublicVersion Version(PublicRow row, string language) => new(
        row.ContentHash.Hex,
        BodyOf(row),
        At(row.ReleasedAt),
        row.Correction is not null,
        row.EndedAt is { } endedAt ? At(endedAt) : null,
        row.Correction is { } correction ? Label("correction-reason", correction.ReasonClass, language) : "",
        row.Correction?.WhatWasWrong ?? "",
        row.WithdrawnAt is null ? PublicText.StatementPathOf(row) : "");

    private static RecordBody BodyOf(PublicRow row) => row.WithdrawnAt is null
        ? WireBodies.Write(row.Header.RecordType, row.Content)
        : new RecordBody();

    private static Timestamp At(DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);

    private static string Label(string list, string code, string language)
    {
        var labels = CodeLists.Find(list)?.Codes.FirstOrDefault(known => known.Id == code)?.Labels;
        return labels?.GetValueOrDefault(language) ?? labels?.GetValueOrDefault(CodeLists.English) ?? code;
    }

    private sealed record KnownTypes(ImmutableArray<string> Codes, DateTimeOffset At);
}
