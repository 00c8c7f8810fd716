using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>
/// What a release gives the world: the statement with the disclosures of these parts, and nothing else. The public page
/// is written from this alone, so that it cannot show what was not released to the public.
/// </summary>
/// <param name="Paths">The claims disclosed.</param>
/// <param name="Marking">TLP:CLEAR.</param>
/// <param name="View">The content cut down to them.</param>
/// <param name="Statement">The issuer-signed JWT.</param>
/// <param name="Disclosures">Base64url strings (RFC 9901 §4.2).</param>
public sealed record PublicRelease(
    ImmutableArray<ClaimPath> Paths,
    Marking Marking,
    RecordContent View,
    string Statement,
    ImmutableArray<string> Disclosures
);
