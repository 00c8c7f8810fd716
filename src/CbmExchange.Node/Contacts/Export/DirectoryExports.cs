using System.Collections.Immutable;
using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Audit;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Records;
using Google.Protobuf;
using Grpc.Core;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>
/// The directory as a file, from memory: it is written while PostgreSQL and every peer are down. It holds what a lookup
/// would show the same officer now, and nothing that was withheld, withdrawn or never released to this node.
/// </summary>
internal sealed class DirectoryExports(
    LookupAnswers lookups, AskedStates asked, ContactDirectory directory, ExportFooters footers, ExportAudit audit,
    TimeProvider time)
{
    private const int PieceBytes = 64 * 1024;

    private static readonly ImmutableDictionary<string, (string MediaType, string Extension)> Formats =
        new Dictionary<string, (string, string)>
        {
            ["vcard"] = ("text/vcard; charset=utf-8", "vcf"),
            ["jcard"] = ("application/vcard+json; charset=utf-8", "json"),
            ["csv"] = ("text/csv; charset=utf-8; header=present", "csv"),
            ["card"] = ("text/plain; charset=utf-8", "txt"),
            ["card-html"] = ("text/html; charset=utf-8", "html"),
        }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Writes the file in pieces.</summary>
    public async Task WriteAsync(
        OfficerCall call, ExportDirectoryRequest request, IServerStreamWriter<ExportDirectoryResponse> responses,
        CancellationToken cancellationToken)
    {
        if (!Formats.TryGetValue(request.Format, out var format))
        {
            throw RefusalStatus.ToException(Refusal.Invalid([
                new FieldFault("format", "Give vcard, jcard, csv, card or card-html."),
            ]));
        }

        var exported = Of(call, request);
        var content = ByteString.CopyFromUtf8(Render(request.Format, exported));
        await KeepAsync(call, request, exported).ConfigureAwait(false);
        var named = request.State.Length == 0 || exported.States[0].Designator.Length == 0
            ? "directory" : exported.States[0].Designator;
        var response = new ExportDirectoryResponse
        {
            Facts = exported.Facts,
            Footer = exported.Footer,
            MediaType = format.MediaType,
            FileName = $"{named}.{format.Extension}",
        };
        for (var at = 0; at == 0 || at < content.Length; at += PieceBytes)
        {
            response.Content = ByteString.CopyFrom(
                content.Span.Slice(at, Math.Min(PieceBytes, content.Length - at)));
            await responses.WriteAsync(response, cancellationToken).ConfigureAwait(false);
            response = new ExportDirectoryResponse();
        }
    }

    /// <summary>What an officer would be shown of these States.</summary>
    public ExportedDirectory Of(OfficerCall call, ExportDirectoryRequest request)
    {
        var states = request.State.Length > 0
            ? [StateOf(call, asked.Resolve(request.State), request.WithPersons)]
            : asked.All().Select(state => TryStateOf(call, state, request.WithPersons)).OfType<ExportedState>()
                .ToArray();
        var shown = states.SelectMany(state => state.Answer.Contacts).ToArray();
        var facts = lookups.FactsOf(shown);
        return new ExportedDirectory(
            states, facts, footers.Of(facts.AsOf.ToDateTimeOffset(), shown.Select(contact => contact.Tlp)));
    }

    // Who took what is known before the first byte leaves; in a crisis the file does not wait for the log.
    private ValueTask KeepAsync(OfficerCall call, ExportDirectoryRequest request, ExportedDirectory exported) =>
        audit.KeepAsync(
            new DirectoryExported(
                call.Seat.Id, request.Format, request.State.Length == 0 ? "" : exported.States[0].Designator,
                exported.Contacts.Count(), request.WithPersons, time.GetUtcNow()),
            isLogReached: directory.IsLive);

    private static string Render(string format, ExportedDirectory exported) => format switch
    {
        "vcard" => TextOf(exported),
        "jcard" => JCardText.Of(exported.Contacts.SelectMany(contact => VCards.Of(contact, exported))),
        "csv" => DirectoryCsv.Of(exported),
        "card" => CardText.Of(exported),
        _ => CardHtml.Of(exported),
    };

    private static string TextOf(ExportedDirectory exported)
    {
        var text = new StringBuilder();
        foreach (var card in exported.Contacts.SelectMany(contact => VCards.Of(contact, exported)))
        {
            VCardText.Write(text, card);
        }

        return text.ToString();
    }

    // Of all States those are left out whose contacts are not the officer's to read: a list says nothing of them.
    private ExportedState? TryStateOf(OfficerCall call, AskedState state, bool withPersons)
    {
        try
        {
            return StateOf(call, state, withPersons);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    private ExportedState StateOf(OfficerCall call, AskedState state, bool withPersons)
    {
        // No topic and the lowest precedence: whoever is nominated, for whatever it is.
        var answer = lookups.Answer(call, state, new ContactQuestion { At = time.GetUtcNow() }, exerciseId: "");
        var held = state.Participant is { } participant
            ? directory.Of(participant.Participant).ToDictionary(one => one.Row.Header.RecordId.Value)
            : [];
        return new ExportedState(answer, state.Participant?.Designator ?? "", [
            .. answer.Contacts.Where(contact => held.ContainsKey(contact.RecordId))
                .Select(contact => ContactOf(contact, held[contact.RecordId], answer, withPersons)),
        ]);
    }

    private static ExportedContact ContactOf(
        Contracts.Exchange.V1.ContactAnswer answer, HeldContact held, LookupResponse state, bool withPersons)
    {
        // What a lookup shows stands in many answers at once; the copy for a file is its own.
        var contact = held.Contact.Clone();
        contact.Persons.Clear();
        if (withPersons)
        {
            contact.Persons.AddRange(answer.Persons);
        }

        return new ExportedContact(
            answer, contact, state.StateName, state.DesignationNote, held.Row.Header.Context);
    }
}
