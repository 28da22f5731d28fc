/**
 * Names as a real clinic's front desk meets them: diacritics, apostrophes, hyphens, particles, other scripts and
 * directions, one name only, and longer than any column. Family and given names are drawn from the same group.
 */
export interface NameGroup {
  readonly weight: number;
  readonly given: readonly string[];
  readonly family: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ').map((word) => word.replaceAll('_', ' '));

export const NAME_GROUPS: readonly NameGroup[] = [
  {
    weight: 30,
    given: words(
      'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Daniel Nancy Matthew Betty Anthony Sandra Mark Ashley Grace Walter Ruth Harold',
    ),
    family: words(
      "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Martin Lee Thompson White Harris Clark Lewis Walker Hall Allen Young King Wright O'Brien O'Connor D'Angelo MacDonald McAllister Fitzgerald-Kane Smith-Jones",
    ),
  },
  {
    weight: 18,
    given: words(
      'María José Luis Carmen Ángel Sofía Martín Lucía Andrés Inés Óscar Begoña Ramón Pilar Jesús Rocío Íñigo Nuria Raúl Belén',
    ),
    family: words(
      'García Rodríguez Hernández López Martínez Pérez Sánchez Ramírez Núñez Ibáñez Muñoz Peña Ordóñez de_la_Cruz Gómez-Acebo Zúñiga Castañeda Vázquez',
    ),
  },
  {
    weight: 7,
    given: words('Zoë Léa François Hélène Benoît Chloé Noël Anaïs Jérôme Maëlle Gaëtan Océane'),
    family: words("Lefèvre Bélanger Côté Gagné L'Écuyer D'Arcy Saint-Exupéry Müller-Lévêque Garçon Désiré"),
  },
  {
    weight: 7,
    given: words(
      'Jürgen Käthe Björn Åsa Søren Łukasz Małgorzata Žofie Šimon Ødegaard Þóra Sigríður Ferenc Zsófia',
    ),
    family: words(
      'Müller Schröder Weiß Ångström Kierkegård Wójcik Brzęczyszczykiewicz Dvořák Nováková Þorvaldsdóttir Győrffy Szőke von_der_Heide',
    ),
  },
  {
    weight: 6,
    given: words('Nguyễn Thảo Dũng Hương Phước Quỳnh Tuấn Ánh Vân Đức'),
    family: words('Nguyễn Trần Lê Phạm Huỳnh Võ Đặng Bùi Đỗ Ngô'),
  },
  {
    weight: 5,
    given: words('Ayşe Mehmet Gülşen Çağla İbrahim Özgür Işıl Şule'),
    family: words('Yılmaz Şahin Öztürk Çelik Doğan Güneş Kılıç'),
  },
  {
    weight: 4,
    given: words('محمد فاطمة أحمد عائشة يوسف مريم عمر ليلى'),
    family: words('الحسن العلي المصري الخطيب حداد الشريف عبد_الرحمن'),
  },
  { weight: 2, given: words('דוד שרה משה רחל יעקב נועה'), family: words('כהן לוי מזרחי פרץ בן-דוד אברהם') },
  { weight: 3, given: words('伟 芳 娜 秀英 敏 静 建国'), family: words('王 李 张 刘 陈 欧阳') },
  { weight: 2, given: words('さくら 健太 美咲 翔太 陽菜'), family: words('佐藤 鈴木 高橋 田中 渡辺') },
  { weight: 3, given: words('अनिता राजेश सुनीता विक्रम प्रिया'), family: words('शर्मा वर्मा गुप्ता सिंह पटेल') },
  {
    weight: 4,
    given: words('Олександр Ольга Дмитро Наталія Іван Світлана'),
    family: words('Шевченко Коваленко Бондаренко Ткаченко'),
  },
  {
    weight: 4,
    given: words("Adébáyọ̀ Chiamaka Olúwaṣeun Nkechi Kwame Ama Tendai N'Golo"),
    family: words("Adéyẹmí Okafor Mensah N'Diaye Ọláńrewájú van_der_Merwe"),
  },
  {
    weight: 3,
    given: words("Leilani Kamakana Keali'i Siaosi Mele"),
    family: words("Kāneali'i Kealoha Faleolo Tu'ipulotu Ka'ahumanu"),
  },
];

/** Names that break layouts and parsers; each is given to one patient. */
export const REMARKABLE_NAMES: readonly string[] = [
  'María de los Ángeles Guadalupe Concepción Fernández-Villanueva y Ortiz de Zárate',
  'Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Sr.',
  "Janice Keihanaikukauakahihulihe'ekahaunaele",
  'Sukarno',
  "Seán Ó'Ceallaigh-Ní Bhriain",
  'Xi',
  'Null',
  'Robert "Bobby" Tables',
  'Ana Test<b>Bold</b>',
  "=HYPERLINK O'Neill",
  'Zoë\u0308 Combining-Lévy',
  'محمد Smith-العلي',
  'Dr. med. univ. Karl-Theodor Maria Nikolaus Freiherr von und zu Guttenstein-Hohenlohe-Bartenstein',
  '👩‍⚕️ Emoji McGee',
];

/** Latin spellings for user names: letters that Unicode does not decompose. */
const FOLDS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  þ: 'th',
  æ: 'ae',
  ı: 'i',
};

/** `Søren Ó'Brien` → `soren.obrien`; empty where nothing of the name is Latin. */
export function foldToAscii(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[ßøłđþæı]/gu, (letter) => FOLDS[letter] ?? '')
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]/gu, '');
}
