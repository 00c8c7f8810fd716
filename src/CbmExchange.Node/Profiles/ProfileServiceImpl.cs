using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Profiles;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Records;
using Grpc.Core;

namespace CbmExchange.Node.Profiles;

/// <summary>CSIRT profiles as texts in the shape of RFC 2350, out and in.</summary>
internal sealed class ProfileServiceImpl(RecordReads reads, ExportFooters footers, TimeProvider time)
    : ProfileService.ProfileServiceBase
{
    /// <inheritdoc/>
    public override async Task<WriteProfileTextResponse> WriteProfileText(
        WriteProfileTextRequest request, ServerCallContext context)
    {
        var view = (await reads.GetAsync(
            OfficerCall.Of(context), new GetRecordRequest { Record = request.Record }, context.CancellationToken)
            .ConfigureAwait(false)).OrThrow();
        var content = view.RecordType == RecordTypes.CsirtProfile
            ? WireBodies.Read(view.Body).OrThrow().Content
            : throw RefusalStatus.ToException(Refusal.NotFound);
        var footer = footers.Of(time.GetUtcNow(), [view.Marking?.Tlp ?? ""]);
        return new WriteProfileTextResponse
        {
            Text = Rfc2350Writer.Write(content, NotesOf(view).Append(ExportFooters.LineOf(footer) + ".")),
            Footer = footer,
        };
    }

    /// <inheritdoc/>
    public override Task<ReadProfileTextResponse> ReadProfileText(
        ReadProfileTextRequest request, ServerCallContext context)
    {
        Check(request);
        var reading = Rfc2350Reader.Read(request.Text, request.Lang);
        var content = ContentDefaults.With(reading.Profile, "role", request.Role);
        return Task.FromResult(new ReadProfileTextResponse
        {
            Body = WireBodies.Write(RecordTypes.CsirtProfile, content),
            NotUnderstood =
            {
                reading.NotUnderstood.Select(one => new UnreadPassage
                {
                    Line = one.Line, Heading = one.Heading, Passage = one.Passage, Why = one.Why,
                }),
            },
        });
    }

    // A text leaves the node: it says whose words it holds, under which marking, and what became of them.
    private static IEnumerable<string> NotesOf(RecordView view)
    {
        if (view.Marking is { } marking)
        {
            yield return marking.Tlp;
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Profile of {view.Originator}, {view.Provenance}, {view.SignatureState}, record {view.RecordId}.");
        if (view.Context != "actual")
        {
            yield return $"{view.Context.ToUpperInvariant()} {view.Context.ToUpperInvariant()}";
        }

        if (view.State == "withdrawn" || view.Notice.Length > 0)
        {
            yield return view.Notice.Length > 0 ? view.Notice : "Withdrawn.";
        }

        yield return "Headings without a text say why; what was not released here reads as not entered.";
    }

    private static void Check(ReadProfileTextRequest request)
    {
        List<FieldFault> faults = [];
        if (request.Text.Length is 0 or > Rfc2350Reader.TextCharsMax)
        {
            faults.Add(new FieldFault("text", "Give a text of at most 200,000 characters."));
        }

        if (!TextRules.IsLanguageTag(request.Lang))
        {
            faults.Add(new FieldFault("lang", "Give the BCP 47 tag of the language of the text, e.g. en."));
        }

        if (!CodeLists.CsirtRole.Contains(request.Role))
        {
            faults.Add(new FieldFault("role", $"Give one of {string.Join(", ", CodeLists.CsirtRole)}."));
        }

        if (faults.Count > 0)
        {
            throw RefusalStatus.ToException(Refusal.Invalid(faults));
        }
    }
}
