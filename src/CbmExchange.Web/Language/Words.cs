namespace CbmExchange.Web.Language;

/// <summary>
/// Names the resource files with what the pages say (Words.*.resx). The key is the English text. Translations are
/// drafts of ours: each page says so where they are shown.
/// </summary>
public sealed class Words;
