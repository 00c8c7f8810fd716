using System.Globalization;
using System.Security.Cryptography;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Publishing.Release;

/// <summary>A release as the form holds it.</summary>
public sealed record ReleaseForm
{
    /// <summary>The node's own limit.</summary>
    public const int GrantsMax = 16;

    /// <summary>The audiences.</summary>
    public IReadOnlyList<GrantForm> Grants { get; init; } = [new()];

    /// <summary>Names that were not understood.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Why one person alone, at immediate and flash.</summary>
    public string BreakGlass { get; init; } = "";

    /// <summary>Why others than those named may read where infrastructure was observed.</summary>
    public string ObservedIn { get; init; } = "";

    /// <summary>Records that it refers to, one a line.</summary>
    public string RelatesTo { get; init; } = "";

    /// <summary>Records of others that it quotes, one a line: NUMBER or NUMBER=part,part.</summary>
    public string Quotes { get; init; } = "";

    /// <summary>Code of the reason of a correction; empty: it is none.</summary>
    public string Correction { get; init; } = "";

    /// <summary>What was wrong before.</summary>
    public string WhatWasWrong { get; init; } = "";

    /// <summary>As a browser sent it; names typed into the pickers become members.</summary>
    public static ReleaseForm Read(IFormCollection form, IReadOnlyList<ParticipantView> participants)
    {
        var faults = new List<string>();
        var grants = new List<GrantForm>();
        _ = int.TryParse(form["grants"], NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        foreach (var index in Enumerable.Range(0, Math.Clamp(count, 1, GrantsMax)))
        {
            IEnumerable<string> Named(string name)
            {
                var typed = form[GrantForm.NameOf(index, name)].ToString();
                var (found, unknown) = AudienceNames.Resolve(typed, participants);
                faults.AddRange(unknown);
                return found.Select(one => "state:" + one);
            }

            var grant = GrantForm.Read(form, index);
            grants.Add(grant with
            {
                To = [.. grant.To.Concat(Named("to-add")).Distinct(StringComparer.Ordinal)],
                Except = [.. grant.Except.Concat(Named("except-add")).Distinct(StringComparer.Ordinal)],
            });
        }

        string Get(string name) => form[name].ToString().Trim().ReplaceLineEndings("\n");
        return new ReleaseForm
        {
            Grants = grants, Faults = faults, BreakGlass = Get("break-glass"), ObservedIn = Get("observed-in"),
            RelatesTo = Get("relates-to"), Quotes = Get("quotes"), Correction = Get("correction"),
            WhatWasWrong = Get("what-was-wrong"),
        };
    }

    /// <summary>As the node takes it.</summary>
    public ReleaseRecordRequest ToRequest(string recordId, long version, string command)
    {
        var request = new ReleaseRecordRequest
        {
            CommandId = command, RecordId = recordId, ExpectedVersion = version,
            // A correction goes by itself to everyone who ever received it; an audience may be left out.
            Grants =
            {
                Grants.Where(grant => Correction.Length == 0 || grant.To.Count > 0).Select(grant => grant.ToGrant()),
            },
            BreakGlassReason = BreakGlass, ObservedInOverrideReason = ObservedIn,
            RelatesTo = { Split(RelatesTo, '\n') },
            Quotes = { Split(Quotes, '\n').Select(QuoteOf) },
        };
        if (Correction.Length > 0)
        {
            request.Correction = new Correction { ReasonClass = Correction, WhatWasWrong = WhatWasWrong };
        }

        return request;
    }

    /// <summary>
    /// Names what was shown: the request and, for each recipient, what it would read. Nothing leaves whose digest is
    /// not the one that the officer saw, e.g. because somebody joined a body meanwhile.
    /// </summary>
    public static string DigestOf(ReleaseRecordRequest request, PreviewReleaseResponse preview)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var asked = request.Clone();
        asked.CommandId = "";
        hash.AppendData(asked.ToByteArray());
        foreach (var recipient in preview.Recipients)
        {
            var read = recipient.Clone();
            // The entry holds the moment at which it would be written.
            read.Entry = ByteString.Empty;
            hash.AppendData(read.ToByteArray());
        }

        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', preview.Warnings)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string[] Split(string text, char at) =>
        text.Split(at, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Quote QuoteOf(string line)
    {
        var pair = line.Split('=', 2);
        return new Quote
        {
            Record = pair[0].Trim(),
            Parts = { pair.Length == 2 ? Split(pair[1], ',') : [] },
        };
    }
}
