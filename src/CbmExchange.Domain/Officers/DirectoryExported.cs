namespace CbmExchange.Domain.Officers;

/// <summary>
/// An officer took contacts out of the node as a file. What stood in it is not kept here: it is what the officer could
/// read at that moment.
/// </summary>
/// <param name="Officer">Who took it.</param>
/// <param name="Format">vcard, jcard, csv, card or card-html.</param>
/// <param name="State">Designator of the State that was asked for; empty: all, or one that takes no part.</param>
/// <param name="Contacts">Contacts in the file.</param>
/// <param name="WithPersons">True when named officers were asked for.</param>
/// <param name="At">When.</param>
[EventAlias("directory_exported")]
public sealed record DirectoryExported(
    OfficerId Officer,
    string Format,
    string State,
    int Contacts,
    bool WithPersons,
    DateTimeOffset At
) : IEvent;
